/** The workbench's look of a form: compact, labels above, one column on a phone. */
import { Button } from 'antd';
import { isNeeded } from '../core.ts';
import type { FrameProps, GroupProps, ListProps, Skin } from '../fields.tsx';
import { DateInput, MonthInput } from '../plain/dates.tsx';
import { FileInput } from '../plain/files.tsx';
import { PositionInput } from '../plain/position.tsx';
import { SignatureInput } from '../plain/signature.tsx';
import { DivisionInput } from './DivisionInput.tsx';
import {
  AmountInput,
  BooleanInput,
  ChoiceInput,
  ChoicesInput,
  IntegerInput,
  LAID_OUT,
  PersonInput,
  TextareaInput,
  TextInput,
} from './inputs.tsx';
import './form.css';

const Problem = ({ id, problem }: { id?: string; problem: string | undefined }) =>
  problem ? (
    <p className="wrong" id={id}>
      {problem}
    </p>
  ) : null;

const Optional = ({ field }: Pick<FrameProps, 'field'>) =>
  field.required || isNeeded(field) ? null : <span className="optional">可不填</span>;

const GROUPS = new Set(['date', 'month', 'choices', 'file', 'signature', 'position']);

function Frame({ id, field, kind, problem, helpId, problemId, children }: FrameProps) {
  const help = field.help ? (
    <p className="help" id={helpId}>
      {field.help}
    </p>
  ) : null;
  const wrong = <Problem id={problemId} problem={problem} />;
  if (kind === 'promise' || kind === 'boolean')
    return (
      <div className={`field field-${kind}`}>
        {children}
        {help}
        {wrong}
      </div>
    );
  if (GROUPS.has(kind) || (kind === 'choice' && (field.choices?.length ?? 0) <= LAID_OUT))
    return (
      <fieldset className={`field field-${kind}`} id={`${id}-group`}>
        <legend>
          {field.label}
          <Optional field={field} />
        </legend>
        {children}
        {help}
        {wrong}
      </fieldset>
    );
  return (
    <div className={`field field-${kind}`}>
      <label htmlFor={id}>
        {field.label}
        <Optional field={field} />
      </label>
      {children}
      {help}
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
      <div className="group-fields">{children}</div>
    </fieldset>
  );
}

function List({ id, field, problem, rows, onAdd, onRemove }: ListProps) {
  return (
    <fieldset className="group" id={id}>
      <legend>{field.label}</legend>
      {field.help && <p className="help">{field.help}</p>}
      {rows.length === 0 && <p className="quiet">没有。需要时点下面添加。</p>}
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
        <section className="entry" key={index} aria-label={row.title}>
          <div className="entry-head">
            <b>{row.title.replace(/（.*?）/, '')}</b>
            {onRemove && (
              <Button type="text" size="small" danger onClick={() => onRemove(index)} aria-label={`删去${row.title}`}>
                删去
              </Button>
            )}
          </div>
          <div className="group-fields">{row.content}</div>
        </section>
      ))}
      <Problem problem={problem} />
      {onAdd && (
        <Button onClick={onAdd} type="dashed">
          ＋ 添加{field.label.replace(/（.*）$/, '')}
        </Button>
      )}
    </fieldset>
  );
}

export const antdSkin: Skin = {
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
    promise: BooleanInput,
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
