/** Asks once more, over everything else: the keyboard stays inside, Escape leaves, and one is back where one was. */
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

interface Asked {
  readonly title: ReactNode;
  readonly className?: string;
  /** Nothing is to be done after all. */
  readonly leave: () => void;
  readonly children: ReactNode;
}

export function Question({ title, className = "", leave, children }: Asked): ReactNode {
  const id = useId();
  const place = useRef<HTMLDialogElement>(null);
  // Closed before it is taken away, since only then the browser gives the keyboard back to what was pressed.
  useLayoutEffect(() => {
    const dialog = place.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog className={`question ${className}`} ref={place} aria-labelledby={id} onClose={leave}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
