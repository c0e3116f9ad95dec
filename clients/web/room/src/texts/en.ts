/** Every word of `@deconflict/room` in English. The Arabic texts have to have the same names, or the tests fail. */
export const EN = {
  title: "Coordination room",
  map: "Map of what is known",
};
