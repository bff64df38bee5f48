import { Fragment, useEffect, useState } from 'react';
import type { FormValues } from '../../form/core.ts';
import { divisionCodes, type SummaryLine, summary } from '../../form/summary.ts';
import { divisionName } from '../services.ts';
import type { FormStep } from './steps.ts';

const Lines = ({ lines }: { lines: readonly SummaryLine[] }) => (
  <ul>
    {lines.map((line, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines are only read, in their order
      <li key={i}>
        {line.text === null ? (
          <>
            {/^\d+$/.test(line.label) ? null : <h3>{line.label}</h3>}
            <Lines lines={line.lines} />
          </>
        ) : (
          <>
            <span className="what">{line.label}</span>
            {line.text}
          </>
        )}
      </li>
    ))}
  </ul>
);

/** What was filled in, as one reads a letter. `onChange` takes one back to a step. */
export function Letter({
  steps,
  values,
  onChange,
}: {
  steps: readonly FormStep[];
  values: FormValues;
  onChange?: (step: number) => void;
}) {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const codes = [...new Set(steps.flatMap((s) => divisionCodes(s.fields, values)))].join(' ');
  useEffect(() => {
    let stale = false;
    void Promise.all(
      codes
        .split(' ')
        .filter(Boolean)
        .map(async (code) => [code, (await divisionName(code)) ?? code] as const),
    ).then((found) => !stale && setNames(Object.fromEntries(found)));
    return () => {
      stale = true;
    };
  }, [codes]);
  return (
    <div className="letter">
      {steps.map((step, i) => {
        // The last step may ask for nothing: it is only there to read and send.
        if (step.fields.length === 0) return null;
        const all = summary(step.fields, values, { division: (code) => names[code] });
        // A step of one topic has said it in its heading.
        const lines = all.length === 1 && all[0]!.label === step.title ? all[0]!.lines : all;
        return (
          <Fragment key={step.title}>
            <h2>
              {step.title}
              {onChange && (
                <button type="button" className="link noprint" onClick={() => onChange(i)}>
                  改<span className="unseen">{step.title}</span>
                </button>
              )}
            </h2>
            {lines.length > 0 ? <Lines lines={lines} /> : <p className="quiet">没有。</p>}
          </Fragment>
        );
      })}
    </div>
  );
}
