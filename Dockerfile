# The service without its database: `serve`, `engine`, `migrate` and the administrative commands (docker-compose.yml).
# Nothing outside the hashed lock is installed; nothing runs as root; nothing is written but /tmp.

FROM python:3.11-slim-bookworm AS pages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY requirements-node.lock ./
RUN python -m venv .venv
COPY scripts/web scripts/
COPY clients/web clients/web
RUN mkdir -p deconflict/api && scripts/web build

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/deconflict
ENV PATH=/opt/deconflict/bin:$PATH
WORKDIR /src
COPY requirements.lock ./
RUN pip install --require-hashes --no-deps -r requirements.lock
COPY . .
COPY --from=pages /src/deconflict/api/dist deconflict/api/dist
RUN pip install --no-deps --no-build-isolation --no-index . ./clients/python \
    && pip check \
    && python -m compileall -q /opt/deconflict \
    && python -c "from deconflict.separation.live.warm import warm; warm()"

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin deconflict
COPY --from=build /opt/deconflict /opt/deconflict
# What the engine compiles is kept for as long as the container.
ENV PATH=/opt/deconflict/bin:$PATH PYTHONDONTWRITEBYTECODE=1 NUMBA_CACHE_DIR=/tmp/numba
WORKDIR /tmp
USER deconflict
EXPOSE 8000
ENTRYPOINT ["deconflict"]
CMD ["--help"]
