/** What a browser calls itself, as people call it: "Firefox, Android". What is not known is left as it was said. */

/** The first that fits: most browsers also say that they are the ones before them. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Headless)?(Chrome|CriOS)\//, "Chrome"],
  [/\bVersion\/\S+ .*Safari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bWindows\b/, "Windows"],
  [/\bMacintosh\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

export function programOf(agent: string): string {
  const [program, system] = [PROGRAMS, SYSTEMS].map((known) => known.find(([fits]) => fits.test(agent))?.[1]);
  if (program === undefined) return agent;
  return system === undefined ? program : `${program}, ${system}`;
}
