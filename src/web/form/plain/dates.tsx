import type { InputProps } from '../fields.tsx';

/**
 * Two or three numbers typed one after another: nobody has to turn a wheel back to 1953. The value is `1953-01-05` once it is whole, and
 * what there is of it (`1953--`) before, so that a draft keeps it.
 */
function Parts({
  id,
  names,
  value,
  onChange,
  wrong,
  describedBy,
  label,
}: Pick<InputProps, 'id' | 'value' | 'onChange' | 'wrong' | 'describedBy'> & { names: readonly string[]; label: string }) {
  const parts = typeof value === 'string' ? value.split('-') : [];
  const change = (index: number, typed: string) => {
    const digits = typed
      .normalize('NFKC')
      .replace(/\D/g, '')
      .slice(0, index === 0 ? 4 : 2);
    const next = names.map((_, i) => (i === index ? digits : (parts[i] ?? '')));
    onChange(next.every((p) => p === '') ? undefined : next.join('-'));
  };
  const settle = () => {
    const padded = names.map((_, i) => (i > 0 && parts[i]?.length === 1 ? `0${parts[i]}` : (parts[i] ?? '')));
    if (parts.length > 0 && padded.join('-') !== value) onChange(padded.join('-'));
  };
  return (
    <div className="parts" id={id}>
      {names.map((name, i) => (
        <label key={name}>
          <input
            inputMode="numeric"
            autoComplete="off"
            className={i === 0 ? 'num year' : 'num'}
            aria-label={`${label} ${name}`}
            value={parts[i] ?? ''}
            onChange={(e) => change(i, e.target.value)}
            onBlur={settle}
            aria-invalid={wrong || undefined}
            aria-describedby={describedBy}
          />
          <span aria-hidden="true">{name}</span>
        </label>
      ))}
    </div>
  );
}

export const DateInput = (props: InputProps) => <Parts {...props} names={['年', '月', '日']} label={props.field.label} />;
export const MonthInput = (props: InputProps) => <Parts {...props} names={['年', '月']} label={props.field.label} />;
