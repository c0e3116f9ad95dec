/** Every word of `@deconflict/door` in English. The Arabic texts have to have the same names, or the tests fail. */
import type { Role } from "@deconflict/sdk";

export const EN = {
  title: "Deconflict",
  what: {
    title: "What this is",
    plans: "Each side registers its own planned patrols. Where two plans could come too close in space and time, both are told.",
    levels: "Each side learns of the other exactly what the two have agreed upon, and no more.",
    live: "Units on their way are followed, and whoever draws too near to another is warned in time.",
    record: "What was told to whom is on a record that every side can check for itself.",
  },
  visitors: {
    title: "This is a demonstration",
    what: "Two rival commands, a neutral room and their crews play one story. Open two windows and be both sides: each sees only what it may.",
    be: "Sign in as {{name}}",
  },
  roles: {
    liaison: "Liaison officer",
    duty_officer: "Duty officer",
    crew: "Crew",
    desk: "Coordination room",
    facilitator: "Facilitator",
    oversight: "Oversight body",
    operator: "Operator",
  } satisfies Record<Role, string>,
  pages: {
    title: "Where to go",
    yours: "This is your place:",
    room: "Coordination room",
    roomWhat: "the live map, alerts by urgency, and the shift's log",
    liaison: "Liaison desk",
    liaisonWhat: "register patrols, answer notices, and see what the other side sees of you",
    mobile: "My patrol",
    mobileWhat: "for a crew's phone: the way, alerts, check-in and SOS",
    none: "This login has no page of its own yet; its answers are given to programs.",
  },
};
