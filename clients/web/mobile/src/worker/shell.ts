/**
 * What the service worker answers by itself, as a decision without I/O: the page and the files it is made of, and what
 * the page kept on purpose. Everything else, above all what the service says, goes to the service.
 */

/** The page as it was built: the files it needs to open, and a name that changes with any of them. */
export interface Shell {
  readonly version: string;
  readonly files: readonly string[];
}

const BUILT = "deconflict-shell-";
const PAGE = "/mobile/";
const ASSETS = "/assets/";

export const cacheOf = ({ version }: Shell): string => `${BUILT}${version}`;

/** Which caches belong to pages that are no longer used: never what the page keeps on purpose. */
export const outdated = (names: readonly string[], shell: Shell): string[] =>
  names.filter((name) => name.startsWith(BUILT) && name !== cacheOf(shell));

export interface Asked {
  readonly method: string;
  /** Whether a person goes to this address, or the page fetches it. */
  readonly navigates: boolean;
  readonly path: string;
  readonly sameOrigin: boolean;
}

/**
 * `page`, `asset`: from what was built, else from the service; an asset's name has its hash in it, so it is kept when it
 * was fetched. `kept`: what the page kept on purpose, else from the service. `service`: never touched.
 */
export type Way = "page" | "asset" | "kept" | "service";

export function wayOf({ method, navigates, path, sameOrigin }: Asked, { files }: Shell): Way {
  if (method !== "GET" || !sameOrigin) return "service";
  if (navigates) return path === PAGE ? "page" : "service";
  if (files.includes(path) || path.startsWith(ASSETS)) return "asset";
  return "kept";
}
