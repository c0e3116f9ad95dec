/** One field for a place, however it is meant: a town by its name, degrees, or a square of the grid (MGRS). */
import { type KnownPlace, placesNamed } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useContext, useEffect, useReducer, useState } from "react";
import { ComboBox, ComboBoxStateContext, Input, Label, ListBox, ListBoxItem, Popover, Text } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk.ts";
import { type Point, written } from "../plan/draft.ts";
import { meant } from "../plan/spoken.ts";

interface Field {
  readonly name?: string;
  readonly point: Point;
  readonly label: string;
  readonly change: (point: Point) => void;
  readonly wrong: ReactNode;
  readonly invalid: boolean;
}

const WAIT_MS = 150;

/** Towns by what is typed, once somebody has stopped typing for a moment. */
function useTowns(typed: string): { towns: readonly KnownPlace[]; isRead: boolean } {
  const { watch } = useDesk();
  const [asked, ask] = useState("");
  const said = meant(typed);
  const name = said?.type === "name" ? said.name : "";
  useEffect(() => {
    const timer = setTimeout(() => ask(name), WAIT_MS);
    return () => clearTimeout(timer);
  }, [name]);
  const found = useQuery({
    queryKey: ["places", asked],
    queryFn: () => placesNamed(watch.api, asked),
    enabled: asked !== "",
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  const towns = name === "" || asked === "" ? [] : (found.data?.places ?? []);
  return { towns, isRead: asked === name && found.isSuccess && !found.isPlaceholderData };
}

export function PointField({ name, point, label, change, wrong, invalid }: Field): ReactNode {
  const { t, i18n } = useTranslation("liaison");
  const { typed, spot } = point;
  const { towns, isRead } = useTowns(spot === null ? typed : "");
  const nameOf = (place: KnownPlace): string => (i18n.language === "ar" ? (place.name_ar ?? place.name_en) : place.name_en);

  function enter(text: string): void {
    if (text === typed) return;
    const said = meant(text);
    change({ ...point, typed: text, spot: said?.type === "spot" ? said.spot : null });
  }

  function take(place: KnownPlace | undefined): void {
    if (place !== undefined) change({ ...point, typed: nameOf(place), spot: { lon: place.lon, lat: place.lat } });
  }

  return (
    <ComboBox
      {...(name === undefined ? {} : { id: name })}
      className="field point"
      allowsCustomValue
      isInvalid={invalid}
      items={towns}
      inputValue={typed}
      onInputChange={enter}
      // The draft alone holds what was chosen: a choice kept here would empty the field when it is left while something is drawn.
      selectedKey={null}
      onSelectionChange={(key) => take(towns.find(({ id }) => id === key))}
      // Whoever leaves the field means the likeliest town of that name; which one it is stands below.
      onBlur={() => spot === null && take(towns[0])}
      menuTrigger="input"
      // Towns come a moment after what was typed, and a menu that was not open by then would stay shut.
      allowsEmptyCollection={spot === null && meant(typed)?.type === "name"}
    >
      <Label>{label}</Label>
      <Input dir="auto" autoComplete="off" spellCheck={false} />
      <Text slot="description" className="soft">
        {spot === null ? t("entry.placeHint") : written(spot) !== typed && apart(written(spot))}
      </Text>
      {wrong}
      <Menu>
        <ListBox<KnownPlace> renderEmptyState={() => <p className="menu-item soft">{t(isRead ? "entry.noTown" : "reading")}</p>}>
          {(place) => (
            <ListBoxItem id={place.id} textValue={nameOf(place)} className="menu-item">
              <span>{nameOf(place)}</span> <span className="soft">{t(`placeKinds.${place.kind}`)}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Menu>
    </ComboBox>
  );
}

/**
 * The towns beneath their field. A page that scrolls, as somebody looks about or by itself when its map comes, would shut
 * them until somebody types on: whoever is still at the field is shown them anew, where the field is by then.
 */
function Menu({ children }: { children: ReactNode }): ReactNode {
  const state = useContext(ComboBoxStateContext);
  const [moved, move] = useReducer((times: number) => times + 1, 0);
  return (
    <Popover key={moved} className="menu" isOpen={state?.isOpen ?? false} onOpenChange={() => (state?.isFocused ? move() : state?.close())}>
      {children}
    </Popover>
  );
}
