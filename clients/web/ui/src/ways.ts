/** Which ways in there are, as the service says it to anybody: asked once, by whoever stands before the door. */
import { type Api, waysIn } from "@deconflict/sdk";

export const waysQuery = (api: Api) => ({
  queryKey: ["ways"],
  queryFn: () => waysIn(api),
  staleTime: Number.POSITIVE_INFINITY,
  networkMode: "always" as const, // whoever has no line is told so, not kept waiting
});
