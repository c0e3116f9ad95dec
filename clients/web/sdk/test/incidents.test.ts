/** Reports leave by the outbox with their photos after them. */
import { expect, test } from "vitest";
import { photoAddress, readIncidents, reporting } from "../src/incidents.ts";
import { Api } from "../src/api.ts";
import type { Incident, IncidentReport, Photo } from "../src/wire.ts";

const REPORT = { unit: "u" } as IncidentReport;

test("a report without photos has no files, and one with photos has them after it", () => {
  const photo = new Blob(["photo"]);
  expect(reporting(REPORT, [])).toEqual({ method: "POST", path: "/v1/incidents", body: REPORT });
  expect(reporting(REPORT, [photo]).files).toEqual({ to: "photos", all: [photo] });
});

test("a photo goes as it is, with its own type and the time that a bad line takes", async () => {
  const asked: RequestInit[] = [];
  const api = new Api(async (_path, request) => {
    asked.push(request);
    return Response.json({ incidents: [{ id: "i" }] });
  });
  const photo = new Blob(["photo"], { type: "image/jpeg" });
  await api.deliver({ key: "k", person: "p", method: "POST", path: "/v1/incidents/i/photos", body: photo, saidAt: 7 });
  expect(asked[0]?.body).toBe(photo);
  expect(asked[0]?.headers).toMatchObject({ "Content-Type": "image/jpeg" });
  expect(await readIncidents(api)).toEqual([{ id: "i" } as Incident]);
});

test("an image is at the incident's address", () => {
  expect(photoAddress("i", { id: "p" } as Photo)).toBe("/v1/incidents/i/photos/p");
});
