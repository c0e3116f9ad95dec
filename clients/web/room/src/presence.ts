/** Which of those who are or were connected are listed: everybody who can answer, and of the rest who was seen last. Pure. */
import type { Present } from "@deconflict/sdk";

const AT_MOST = 6;

/** Officers before crews: they are called. Otherwise in the order of the service: the connected first. */
export function shown(people: readonly Present[]): { readonly listed: readonly Present[]; readonly more: number } {
  const order = [...people].sort((a, b) => rank(a) - rank(b));
  return { listed: order.slice(0, AT_MOST), more: Math.max(0, order.length - AT_MOST) };
}

const rank = ({ since, role }: Present): number => (since === null ? 2 : 0) + (role === "crew" ? 1 : 0);
