import type { ReactNode } from 'react';
import type { InputProps } from '../fields.tsx';

interface Option {
  value: string;
  label: string;
}

function Radios({
  id,
  options,
  value,
  onPick,
  wrong,
  describedBy,
}: {
  id: string;
  options: readonly Option[];
  value: string | undefined;
  onPick: (value: string) => void;
  wrong: boolean;
  describedBy: string | undefined;
}) {
  return (
    <div className="options" id={id}>
      {options.map((o) => (
        <label className="option" key={o.value}>
          <input
            type="radio"
            name={id}
            value={o.value}
            checked={value === o.value}
            onChange={() => onPick(o.value)}
            aria-invalid={wrong || undefined}
            aria-describedby={describedBy}
          />
          <span>{o.label}</span>
        </label>
      ))}
    </div>
  );
}

/** Up to six are laid out; more are a list of the phone's own. */
export function ChoiceInput({ id, field, value, onChange, wrong, describedBy }: InputProps): ReactNode {
  const options = field.choices ?? [];
  if (options.length <= 6)
    return (
      <Radios
        id={id}
        options={options}
        value={value as string | undefined}
        onPick={onChange}
        wrong={wrong}
        describedBy={describedBy}
      />
    );
  return (
    <select
      id={id}
      value={(value as string | undefined) ?? ''}
      onChange={(e) => onChange(e.target.value || undefined)}
      aria-invalid={wrong || undefined}
      aria-describedby={describedBy}
      aria-required={field.required}
    >
      <option value="">请选择</option>
      {options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.label}
        </option>
      ))}
    </select>
  );
}

export function ChoicesInput({ id, field, value, onChange, wrong, describedBy }: InputProps) {
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  return (
    <div className="options" id={id}>
      {field.choices?.map((o) => (
        <label className="option" key={o.value}>
          <input
            type="checkbox"
            checked={chosen.includes(o.value)}
            onChange={(e) => onChange(e.target.checked ? [...chosen, o.value] : chosen.filter((v) => v !== o.value))}
            aria-invalid={wrong || undefined}
            aria-describedby={describedBy}
          />
          <span>{o.label}</span>
        </label>
      ))}
    </div>
  );
}

const YES_NO = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '否' },
];

export const BooleanInput = ({ id, value, onChange, wrong, describedBy }: InputProps) => (
  <Radios
    id={id}
    options={YES_NO}
    value={value === true ? 'yes' : value === false ? 'no' : undefined}
    onPick={(v) => onChange(v === 'yes')}
    wrong={wrong}
    describedBy={describedBy}
  />
);

export const PromiseInput = ({ id, field, value, onChange, wrong, describedBy }: InputProps) => (
  <label className="option">
    <input
      id={id}
      type="checkbox"
      checked={value === true}
      onChange={(e) => onChange(e.target.checked)}
      aria-invalid={wrong || undefined}
      aria-describedby={describedBy}
    />
    <span>{field.label}</span>
  </label>
);

export const PersonInput = ({ id, value, onChange, wrong, describedBy, people }: InputProps) =>
  people.length === 0 ? (
    <p className="quiet" id={id}>
      请先在前面填写家庭成员。
    </p>
  ) : (
    <Radios
      id={id}
      options={people}
      value={value as string | undefined}
      onPick={onChange}
      wrong={wrong}
      describedBy={describedBy}
    />
  );
