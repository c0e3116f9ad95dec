"""By which key web push knows this service (RFC 8292): it follows from the context key, so there is none to keep."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256: private keys are the numbers below it."""
VALID_S: Final = 3600


def private_key(context_key: bytes) -> ec.EllipticCurvePrivateKey:
    """Return the key that signs for web push; 512 bits make every number as likely as another."""
    digest = hmac.new(context_key, b"deconflict web push", hashlib.sha512).digest()
    return ec.derive_private_key(int.from_bytes(digest, "big") % (ORDER - 1) + 1, ec.SECP256R1())


def public_key(context_key: bytes) -> str:
    """Return what a browser asks for when it subscribes: the point, in base64 for URLs without padding."""
    point = private_key(context_key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()


def authorization(key: ec.EllipticCurvePrivateKey, endpoint: str, contact: str, now: float) -> str:
    """Return the header that says who pushes, good for that service alone and for an hour; now: seconds since 1970."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(now) + VALID_S,
        "sub": contact,
    }
    return str(Vapid02(private_key=key, conf={"no-strict": True}).sign(claims)["Authorization"])
