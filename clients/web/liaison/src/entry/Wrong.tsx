/** What is wrong with one part of an entry, in words, beside it. */
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Finding, Part } from "../plan/check.ts";

interface Of {
  readonly findings: readonly Finding[];
  readonly part: Part;
  readonly index: number | null;
}

export function Wrong({ findings, part, index }: Of): ReactNode {
  const words = useWords();
  const own = findings.filter((finding) => finding.part === part && (index === null ? true : finding.index === index));
  const whole = index === null && part === "points" ? own.filter((finding) => finding.index === null) : own;
  return whole.map((finding) => (
    <p key={finding.code} className="fault wrong">
      {words(finding)}
    </p>
  ));
}

export function useWords(): (finding: Finding) => string {
  const { t } = useTranslation("liaison");
  const { t: shared } = useTranslation();
  return ({ code }) => (code === "place_missing" ? t("entry.placeMissing") : shared(`faults.${code}`));
}
