/** Everything that pages share: the door, the person's watch, words, colours, times, and parts of a page. */
export { AlertQueue, Countdown } from "./AlertQueue.tsx";
export { Choices } from "./Choices.tsx";
export { codeOf } from "./faults.ts";
export { closestOf, factsOf, reference, whoMeets } from "./facts.ts";
export { Gate, type Keeping } from "./Gate.tsx";
export { apart, LANGUAGES, type Language, localeOf, type Texts, useLocale, type Words } from "./i18n.ts";
export { Incidents } from "./Incidents.tsx";
export { Page } from "./Page.tsx";
export { Question } from "./Question.tsx";
export { useShown } from "./shown.ts";
export { start } from "./start.tsx";
export { isLost, StreamState } from "./StreamState.tsx";
export { present, THEMES, type Theme, useTheme } from "./theme.ts";
export { ago, clockTime, countdown, dayAndHour, hourAndMinute, OLD_AFTER_MS, spanOf, useServiceTime } from "./time.ts";
export { type Seen, type Told, useSeen, Watch } from "./watch.ts";
