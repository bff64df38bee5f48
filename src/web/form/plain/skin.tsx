/** The portal's look of a form: native inputs, large, one under another. */
import { useEffect, useRef } from 'react';
import { isNeeded } from '../core.ts';
import type { FrameProps, GroupProps, ListProps, Skin } from '../fields.tsx';
import { BooleanInput, ChoiceInput, ChoicesInput, PersonInput, PromiseInput } from './choices.tsx';
import { DateInput, MonthInput } from './dates.tsx';
import { DivisionInput } from './division.tsx';
import { FileInput } from './files.tsx';
import { AmountInput, IntegerInput, TextareaInput, TextInput } from './inputs.tsx';
import { PositionInput } from './position.tsx';
import { SignatureInput } from './signature.tsx';
import './form.css';

const Problem = ({ id, problem }: { id?: string; problem: string | undefined }) =>
  problem ? (
    <p className="wrong" id={id}>
      {problem}
    </p>
  ) : null;

const Optional = ({ field }: Pick<FrameProps, 'field'>) =>
  field.required || field.initial !== undefined || isNeeded(field) ? null : <span className="optional">（可以不填）</span>;

/** Inputs made of several controls are a group with a legend; others have a label of their own. */
const GROUPS = new Set(['date', 'month', 'choices', 'boolean', 'file', 'signature', 'division', 'position']);
const isGroup = ({ kind, field }: Pick<FrameProps, 'kind' | 'field'>): boolean =>
  GROUPS.has(kind) || (kind === 'choice' && (field.choices?.length ?? 0) <= 6) || kind === 'person';

function Frame({ id, field, kind, problem, helpId, problemId, children }: FrameProps) {
  const help = field.help ? (
    <p className="help" id={helpId}>
      {field.help}
    </p>
  ) : null;
  const wrong = <Problem id={problemId} problem={problem} />;
  if (kind === 'promise')
    return (
      <div className="field">
        {children}
        {help}
        {wrong}
      </div>
    );
  if (isGroup({ kind, field }))
    return (
      <fieldset
        className="field"
        id={`${id}-group`}
        aria-describedby={[field.help && helpId, problem && problemId].filter(Boolean).join(' ') || undefined}
      >
        <legend>
          {field.label}
          <Optional field={field} />
        </legend>
        {help}
        {children}
        {wrong}
      </fieldset>
    );
  return (
    <div className="field">
      <label htmlFor={id}>
        {field.label}
        <Optional field={field} />
      </label>
      {help}
      {children}
      {wrong}
    </div>
  );
}

function Group({ id, field, problem, children }: GroupProps) {
  return (
    <fieldset className="group" id={id} data-path={field.name}>
      <legend>{field.label}</legend>
      {field.help && <p className="help">{field.help}</p>}
      <Problem problem={problem} />
      {children}
    </fieldset>
  );
}

function List({ id, field, problem, rows, onAdd, onRemove }: ListProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  const count = useRef(rows.length);
  // A row just added is where the person goes on writing.
  useEffect(() => {
    if (rows.length > count.current)
      box.current
        ?.querySelector<HTMLElement>('.entry:last-of-type input, .entry:last-of-type select, .entry:last-of-type textarea')
        ?.focus();
    count.current = rows.length;
  }, [rows.length]);
  return (
    <fieldset className="group" id={id} ref={box}>
      <legend>{field.label}</legend>
      {field.help && <p className="help">{field.help}</p>}
      {rows.length === 0 && <p className="quiet">还没有添加。没有就不用加。</p>}
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
        <section className="entry" key={index} aria-label={row.title}>
          <div className="entry-head">
            <b>{row.title}</b>
            {onRemove && (
              <button type="button" className="link danger" onClick={() => onRemove(index)}>
                删去<span className="unseen">{row.title}</span>
              </button>
            )}
          </div>
          {row.content}
        </section>
      ))}
      <Problem problem={problem} />
      {onAdd && (
        <button type="button" className="button plain" onClick={onAdd}>
          ＋ 添加{rows.length > 0 ? '一条' : ''}
          {field.label}
        </button>
      )}
    </fieldset>
  );
}

export const plainSkin: Skin = {
  inputs: {
    text: TextInput,
    textarea: TextareaInput,
    integer: IntegerInput,
    amount: AmountInput,
    date: DateInput,
    month: MonthInput,
    choice: ChoiceInput,
    choices: ChoicesInput,
    boolean: BooleanInput,
    promise: PromiseInput,
    file: FileInput,
    signature: SignatureInput,
    division: DivisionInput,
    person: PersonInput,
    position: PositionInput,
  },
  Frame,
  Group,
  List,
};
