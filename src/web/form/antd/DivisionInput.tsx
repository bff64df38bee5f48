/** A village found by typing some of its name, or picked from those nearby. */
import { Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { apiErrorOf } from '../../shared/api.ts';
import type { InputProps } from '../fields.tsx';
import type { DivisionRow } from '../services.ts';

const optionOf = (row: DivisionRow) => ({ value: row.code, label: row.fullName });

export function DivisionInput({ id, field, value, onChange, wrong, describedBy, services }: InputProps) {
  const [options, setOptions] = useState<{ value: string; label: string }[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const load = (rows: Promise<readonly DivisionRow[]>) => {
    const mine = ++asked.current;
    rows.then(
      (found) => {
        if (mine !== asked.current) return;
        setTrouble(null);
        setOptions((before) => {
          const chosen = before.find((o) => o.value === value);
          const next = found.map(optionOf);
          return chosen && !next.some((o) => o.value === chosen.value) ? [chosen, ...next] : next;
        });
      },
      (error) => setTrouble(apiErrorOf(error).message),
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; typing asks again
  useEffect(() => {
    load(
      typeof value === 'string' && /^\d{12}$/.test(value)
        ? services.findDivisions(value)
        : services.divisionsBelow(services.rootDivision),
    );
    return () => clearTimeout(timer.current);
  }, []);

  return (
    <>
      <Select
        id={id}
        className="choose wide"
        value={(value as string | undefined) ?? null}
        options={options}
        placeholder="输入地名或拼音查找"
        onChange={(v: string | null) => onChange(v ?? undefined)}
        showSearch={{
          filterOption: false,
          onSearch: (text) => {
            clearTimeout(timer.current);
            timer.current = setTimeout(
              () => load(text.trim() ? services.findDivisions(text.trim()) : services.divisionsBelow(services.rootDivision)),
              250,
            );
          },
        }}
        notFoundContent={trouble ?? '没有找到，换个写法试试'}
        allowClear={!field.required}
        aria-invalid={wrong || undefined}
        aria-describedby={describedBy}
        status={wrong ? 'error' : ''}
      />
      {trouble && <p className="wrong">{trouble}</p>}
    </>
  );
}
