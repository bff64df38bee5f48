/** The workbench's inputs: the component library's where they serve, the portal's own for what is drawn, photographed or uploaded. */
import { Checkbox, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { grouped } from '../../shared/format.ts';
import { fenOf, integerOf, tidy, yuanText } from '../core.ts';
import type { InputProps } from '../fields.tsx';

/** More choices than these become a list that opens. */
export const LAID_OUT = 5;

const asText = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

const said = ({ wrong, describedBy, field }: Pick<InputProps, 'wrong' | 'describedBy' | 'field'>) => ({
  'aria-invalid': wrong || undefined,
  'aria-describedby': describedBy,
  'aria-required': field.required || undefined,
  status: wrong ? ('error' as const) : ('' as const),
});

const digitsOnly = new Set(['mobile', 'bank-account']);

export function TextInput(props: InputProps) {
  const { id, field, value, onChange } = props;
  const text = asText(value);
  const long = field.format === 'resident-id' || field.format === 'bank-account';
  return (
    <>
      <Input
        id={id}
        value={text}
        autoComplete="off"
        inputMode={field.format && digitsOnly.has(field.format) ? 'numeric' : 'text'}
        onChange={(e) => onChange(e.target.value || undefined)}
        onBlur={() => text && onChange(tidy(field, text) || undefined)}
        {...said(props)}
      />
      {long && text.length > 8 && <p className="echo num">{grouped(tidy(field, text))}</p>}
    </>
  );
}

export const TextareaInput = (props: InputProps) => (
  <Input.TextArea
    id={props.id}
    value={asText(props.value)}
    autoSize={{ minRows: 3, maxRows: 12 }}
    onChange={(e) => props.onChange(e.target.value || undefined)}
    {...said(props)}
  />
);

export const IntegerInput = (props: InputProps) => (
  <Input
    id={props.id}
    className="short num"
    inputMode="numeric"
    autoComplete="off"
    suffix={props.field.unit}
    value={asText(props.value)}
    onChange={(e) => props.onChange(e.target.value === '' ? undefined : (integerOf(e.target.value) ?? e.target.value))}
    {...said(props)}
  />
);

/** Yuan under the fingers, fen in the values; what is typed stays as it is typed until the field is left. */
export function AmountInput(props: InputProps) {
  const [typing, setTyping] = useState<string | null>(null);
  return (
    <Input
      id={props.id}
      className="short num"
      inputMode="decimal"
      autoComplete="off"
      suffix="元"
      value={typing ?? yuanText(props.value)}
      onChange={(e) => {
        setTyping(e.target.value);
        props.onChange(e.target.value.trim() === '' ? undefined : (fenOf(e.target.value) ?? e.target.value));
      }}
      onBlur={() => setTyping(null)}
      {...said(props)}
    />
  );
}

interface Option {
  value: string;
  label: string;
}

/** A list that opens and can be searched; cleared when the field may stay empty. */
function Choose({ options, ...props }: InputProps & { options: readonly Option[] }) {
  const { id, field, value, onChange } = props;
  return (
    <Select
      id={id}
      className="choose"
      value={(value as string | undefined) ?? null}
      onChange={(v: string | null) => onChange(v ?? undefined)}
      options={[...options]}
      placeholder="请选择"
      showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
      allowClear={!field.required}
      {...said(props)}
    />
  );
}

export function ChoiceInput(props: InputProps) {
  const options = props.field.choices ?? [];
  if (options.length > LAID_OUT) return <Choose {...props} options={options} />;
  return (
    <Radio.Group
      id={props.id}
      name={props.id}
      value={props.value ?? null}
      onChange={(e) => props.onChange(e.target.value)}
      options={[...options]}
    />
  );
}

export const PersonInput = (props: InputProps) => <Choose {...props} options={props.people} />;

export const ChoicesInput = ({ id, field, value, onChange }: InputProps) => (
  <div id={id}>
    <Checkbox.Group
      value={Array.isArray(value) ? (value as string[]) : []}
      onChange={onChange}
      options={[...(field.choices ?? [])]}
    />
  </div>
);

/** A yes or no is one box to tick; its label stands beside it. */
export const BooleanInput = ({ id, field, value, onChange, wrong, describedBy }: InputProps) => (
  <Checkbox
    id={id}
    checked={value === true}
    onChange={(e) => onChange(e.target.checked)}
    aria-invalid={wrong || undefined}
    aria-describedby={describedBy}
  >
    {field.label}
  </Checkbox>
);
