import { useEffect, useState } from 'react';
import { apiErrorOf } from '../../shared/api.ts';
import type { InputProps } from '../fields.tsx';
import type { DivisionRow } from '../services.ts';

const LEVELS = ['县（市、区）', '乡镇（街道）', '村（社区）'] as const;
/** The county, township and village of a code, as far as it goes. */
const chainOf = (code: string): (string | undefined)[] =>
  code.length === 12
    ? [
        `${code.slice(0, 6)}000000`,
        code.slice(6) === '000000' ? undefined : `${code.slice(0, 9)}000`,
        code.slice(9) === '000' ? undefined : code,
      ]
    : [];

/** Three lists, each of the one before; or a search by name. */
export function DivisionInput({ id, field, value, onChange, wrong, describedBy, services }: InputProps) {
  const [chain, setChain] = useState(() => chainOf(typeof value === 'string' ? value : ''));
  const [options, setOptions] = useState<readonly (readonly DivisionRow[])[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [county, township] = chain;

  useEffect(() => {
    let stale = false;
    const parents = [services.rootDivision, county, township].filter((p): p is string => p !== undefined);
    Promise.all(parents.map((parent) => services.divisionsBelow(parent))).then(
      (rows) => {
        if (stale) return;
        setOptions(rows);
        setTrouble(null);
      },
      (error: unknown) => !stale && setTrouble(apiErrorOf(error).message),
    );
    return () => {
      stale = true;
    };
  }, [services, county, township]);

  const choose = (level: number, code: string) => {
    const next = [...chain.slice(0, level), code || undefined];
    setChain(next);
    onChange(next[2]);
  };
  return (
    <div id={id} className="division">
      <Search
        services={services}
        label={field.label}
        onPick={(row) => {
          setChain(chainOf(row.code));
          onChange(row.code);
        }}
      />
      {LEVELS.map(
        (level, i) =>
          options[i] && (
            <label key={level}>
              <span>{level}</span>
              <select
                value={chain[i] ?? ''}
                onChange={(e) => choose(i, e.target.value)}
                aria-label={`${field.label} ${level}`}
                aria-invalid={wrong || undefined}
                aria-describedby={describedBy}
              >
                <option value="">请选择</option>
                {options[i].map((row) => (
                  <option key={row.code} value={row.code}>
                    {row.name}
                  </option>
                ))}
              </select>
            </label>
          ),
      )}
      {trouble && (
        <p className="wrong" role="alert">
          {trouble}
        </p>
      )}
    </div>
  );
}

function Search({
  services,
  label,
  onPick,
}: {
  services: InputProps['services'];
  label: string;
  onPick: (row: DivisionRow) => void;
}) {
  const [text, setText] = useState('');
  const [rows, setRows] = useState<readonly DivisionRow[] | null>(null);
  useEffect(() => {
    if (text.trim().length < 2) return setRows(null);
    let stale = false;
    const timer = setTimeout(() => {
      services.findDivisions(text.trim()).then(
        (found) => !stale && setRows(found.filter((row) => !row.code.endsWith('000')).slice(0, 6)),
        () => !stale && setRows(null),
      );
    }, 300);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [services, text]);
  return (
    <div className="division-search">
      <input
        value={text}
        onChange={(e) => setText(e.target.value)}
        aria-label={`${label}：输入村名查找`}
        placeholder="输入村名查找，也可以在下面选"
        autoComplete="off"
      />
      <div role="status">
        {rows?.length === 0 && <p className="quiet">没有找到这个村，请在下面选。</p>}
        {rows?.map((row) => (
          <button
            key={row.code}
            type="button"
            className="found"
            onClick={() => {
              onPick(row);
              setText('');
            }}
          >
            {row.fullName}
          </button>
        ))}
      </div>
    </div>
  );
}
