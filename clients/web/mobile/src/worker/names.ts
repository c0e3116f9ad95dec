/** What the page and its worker call the same. */

/** Where the page keeps what the worker may answer from, beside the built files. */
export const KEPT = "deconflict-kept";

/** What a notification says, kept by the page in the language of whoever reads it. */
export const NOTIFICATION = "/mobile/kept/notification";

/** The page tells the waiting worker to take over. */
export const TAKE_OVER = "take over";

/** A page that nobody looks after asks the worker to. */
export const LOOK_AFTER = "look after";
