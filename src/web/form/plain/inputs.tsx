import { useState } from 'react';
import { isMaskedIdNumber } from '../../../kernel/protect/index.ts';
import { grouped } from '../../shared/format.ts';
import { fenOf, integerOf, tidy, yuanText } from '../core.ts';
import type { InputProps } from '../fields.tsx';
import { Speak } from '../speech.tsx';
import { amountWords } from './words.ts';

const asText = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

/** What the keyboard of the phone should be, and what the browser may fill in. */
const keyboards = {
  'resident-id': { inputMode: 'text', autoComplete: 'off', autoCapitalize: 'characters', spellCheck: false },
  mobile: { inputMode: 'numeric', autoComplete: 'tel' },
  'bank-account': { inputMode: 'numeric', autoComplete: 'off' },
} as const;

export function TextInput({ id, field, value, onChange, wrong, describedBy }: InputProps) {
  const text = asText(value);
  const keyboard = field.format && field.format in keyboards ? keyboards[field.format as keyof typeof keyboards] : {};
  const long = field.format === 'resident-id' || field.format === 'bank-account';
  if (field.format === 'resident-id' && isMaskedIdNumber(text))
    return (
      <>
        <input id={id} className="num" value={text} readOnly aria-invalid={wrong || undefined} aria-describedby={describedBy} />
        <p className="help">
          户籍登记的号码，只显示一部分，不用您填全。
          <button type="button" className="link" onClick={() => onChange(undefined)}>
            号码不对，自己填
          </button>
        </p>
      </>
    );
  return (
    <>
      <input
        id={id}
        value={text}
        onChange={(e) => onChange(e.target.value || undefined)}
        onBlur={() => text && onChange(tidy(field, text) || undefined)}
        aria-invalid={wrong || undefined}
        aria-describedby={describedBy}
        aria-required={field.required}
        {...keyboard}
      />
      {long && text.length > 8 && <p className="echo num">{grouped(tidy(field, text))}</p>}
    </>
  );
}

export const TextareaInput = ({ id, field, value, onChange, wrong, describedBy }: InputProps) => (
  <>
    <textarea
      id={id}
      value={asText(value)}
      rows={4}
      onChange={(e) => onChange(e.target.value || undefined)}
      aria-invalid={wrong || undefined}
      aria-describedby={describedBy}
      aria-required={field.required}
    />
    <Speak label={field.label} value={asText(value)} onSaid={onChange} />
  </>
);

export const IntegerInput = ({ id, field, value, onChange, wrong, describedBy }: InputProps) => (
  <div className="with-unit">
    <input
      id={id}
      inputMode="numeric"
      autoComplete="off"
      value={asText(value)}
      onChange={(e) => onChange(e.target.value === '' ? undefined : (integerOf(e.target.value) ?? e.target.value))}
      aria-invalid={wrong || undefined}
      aria-describedby={describedBy}
      aria-required={field.required}
    />
    {field.unit && <span aria-hidden="true">{field.unit}</span>}
  </div>
);

/** Yuan under the fingers, fen in the values. What is typed stays as it is typed (`12.`) until the field is left. */
export function AmountInput({ id, field, value, onChange, wrong, describedBy }: InputProps) {
  const [typing, setTyping] = useState<string | null>(null);
  const words = typeof value === 'number' ? amountWords(value) : null;
  return (
    <>
      <div className="with-unit">
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          className="num"
          value={typing ?? yuanText(value)}
          onChange={(e) => {
            setTyping(e.target.value);
            onChange(e.target.value.trim() === '' ? undefined : (fenOf(e.target.value) ?? e.target.value));
          }}
          onBlur={() => setTyping(null)}
          aria-invalid={wrong || undefined}
          aria-describedby={describedBy}
          aria-required={field.required}
        />
        <span aria-hidden="true">元</span>
      </div>
      {words && <p className="echo">{words}</p>}
    </>
  );
}
