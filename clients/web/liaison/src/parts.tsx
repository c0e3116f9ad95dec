/** Small parts of the desk's pages: a query that is under way or came to nothing, a mark, a bounded sheet. */
import { Fault } from "@deconflict/sdk";
import { codeOf } from "@deconflict/ui";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";

/** What was read, or in words why there is nothing yet. */
export function Read<T>({ query, children }: { query: UseQueryResult<T>; children: (found: T) => ReactNode }): ReactNode {
  const { t } = useTranslation("liaison");
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <p className="soft" role="status">{t("reading")}</p>;
  return (
    <div className="empty" role="alert">
      <Why fault={query.error} />
      <Button className="button" onPress={() => void query.refetch()}>{t("again")}</Button>
    </div>
  );
}

export function Why({ fault }: { fault: unknown }): ReactNode {
  const { t } = useTranslation();
  return <p className="fault">{t(`faults.${fault instanceof Fault ? fault.code : "unknown"}`)}</p>;
}

export function Refusal({ code }: { code: string | null }): ReactNode {
  const { t } = useTranslation();
  return code === null ? null : <p className="fault" role="alert">{t(`faults.${codeOf(code)}`)}</p>;
}

interface Bounded {
  readonly title: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Sheet({ title, className = "", children }: Bounded): ReactNode {
  const id = useId();
  return (
    <section className={`sheet ${className}`} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** Term and fact, side by side where there is room. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }): ReactNode {
  return (
    <dl className="facts-of">
      {facts.map(([term, fact]) => (
        <div key={term}>
          <dt className="soft">{term}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
