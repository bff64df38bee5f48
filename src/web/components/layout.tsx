/** The parts that pages are made of: a page with its title, sections, and facts as a list of names and values. */
import { type ReactNode, useEffect, useId } from 'react';

/** One page: its title is also that of the window; `hidden` when the page writes its own heading. */
export function Page({
  title,
  aside,
  lead,
  hidden,
  children,
}: {
  title: string;
  aside?: ReactNode;
  lead?: ReactNode;
  hidden?: true;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · 民政工作台`;
  }, [title]);
  if (hidden) return children;
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <p className="page-lead">{lead}</p>}
        </div>
        {aside && <div className="page-aside">{aside}</div>}
      </div>
      {children}
    </>
  );
}

/** A titled sheet. `id` makes it a target of the page's own contents. */
export function Section({ title, aside, id, children }: { title: string; aside?: ReactNode; id?: string; children: ReactNode }) {
  const heading = useId();
  return (
    <section className="sheet" id={id} aria-labelledby={heading}>
      <div className="sheet-head">
        <h2 id={heading}>{title}</h2>
        {aside && <div className="sheet-aside">{aside}</div>}
      </div>
      {children}
    </section>
  );
}

/** A titled sheet that is opened to be read; what stands in it is made only then. */
export function FoldedSection(props: { title: string; open: boolean; onToggle: (open: boolean) => void; children: ReactNode }) {
  return (
    <details
      className="sheet folded"
      open={props.open}
      onToggle={(e) => e.currentTarget.open !== props.open && props.onToggle(e.currentTarget.open)}
    >
      <summary>
        <h2>{props.title}</h2>
      </summary>
      {props.open && props.children}
    </details>
  );
}

export interface Fact {
  label: string;
  value: ReactNode;
}

export const Facts = ({ rows }: { rows: readonly Fact[] }) => (
  <dl className="facts">
    {rows.map((row, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer, never reordered; labels may repeat
      <div key={i}>
        <dt>{row.label}</dt>
        <dd>{row.value}</dd>
      </div>
    ))}
  </dl>
);
