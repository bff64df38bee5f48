import { Input } from 'antd';
import { useEffect, useState } from 'react';

/** A search box that asks when the typing rests. */
export function SearchBox({ value, onChange, label }: { value: string; onChange: (text: string) => void; label: string }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the wait
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text.trim()), 300);
    return () => clearTimeout(timer);
  }, [text]);
  return <Input aria-label={label} placeholder={label} allowClear value={text} onChange={(e) => setText(e.target.value)} />;
}
