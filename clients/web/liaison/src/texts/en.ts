/** Every word of `@deconflict/liaison` in English. The Arabic texts have to have the same names, or the tests fail. */
export const EN = {
  title: "Liaison desk",
};
