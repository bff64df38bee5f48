/** What is more than a tick: how it was abnormal, measured values, a word, and when it was done where that was earlier. */
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import type { TaskView } from '../../care/content.ts';
import { abnormals, tidyVital, type Vital, vitalProblem, vitals } from '../../care/terms.ts';
import type { Signing } from './ticks.ts';

interface Props {
  task: Pick<TaskView, 'dueAt' | 'onDay'>;
  onSign: (signing: Signing) => void;
  onClose: () => void;
}

export function Sign({ task, onSign, onClose }: Props) {
  const id = useId();
  const [what, setWhat] = useState('');
  const [values, setValues] = useState({ temperature: '', pressure: '', pulse: '', note: '', time: '' });
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const field = (
    name: keyof typeof values,
    label: string,
    more: { placeholder?: string; type?: string; maxLength?: number; inputMode?: 'decimal' | 'numeric' | 'text' } = {},
  ) => (
    <span className="sign-field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <Input
        id={`${id}-${name}`}
        value={values[name]}
        onChange={(e) => {
          setValues((v) => ({ ...v, [name]: e.target.value }));
          setWrong([]);
        }}
        {...more}
      />
    </span>
  );
  // 写错的当场说：签了再退回来，写的就没有了
  const send = (result: Signing['result']) => {
    const tidied = {
      temperature: tidyVital(values.temperature),
      pressure: tidyVital(values.pressure),
      pulse: tidyVital(values.pulse),
    };
    const found = (Object.keys(tidied) as Vital[]).flatMap((vital) => vitalProblem(vital, tidied[vital]) ?? []);
    setWrong(found);
    if (found.length > 0) return;
    const { time, ...said } = { ...values, ...tidied };
    const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value.trim() !== ''));
    const doneAt = time === '' ? {} : { doneAt: `${task.onDay}T${time}:00+08:00` };
    onSign({ result, ...given, ...doneAt, ...(result === 'abnormal' ? { what } : {}) });
  };
  return (
    <div className="sign">
      <fieldset className="chips">
        <legend>什么异常（没有异常的不选）</legend>
        {Object.entries(abnormals).map(([key, zh]) => (
          <button
            key={key}
            type="button"
            className="chip"
            aria-pressed={what === key}
            onClick={() => setWhat(what === key ? '' : key)}
          >
            {zh}
          </button>
        ))}
      </fieldset>
      <div className="sign-fields">
        {field('temperature', vitals.temperature.zh, { placeholder: vitals.temperature.like, inputMode: 'decimal' })}
        {field('pressure', vitals.pressure.zh, { placeholder: vitals.pressure.like })}
        {field('pulse', vitals.pulse.zh, { placeholder: vitals.pulse.like, inputMode: 'numeric' })}
        {field('time', '几点做的（补记时填）', { type: 'time' })}
      </div>
      {field('note', '说明', { maxLength: 500 })}
      {wrong.length > 0 && (
        <p className="refused" role="alert">
          {wrong.join('；')}
        </p>
      )}
      <p className="tick-hands">
        {what === '' ? (
          <>
            <Button type="primary" size="large" onClick={() => send('done')}>
              签：已做
            </Button>
            <Button size="large" onClick={() => send('refused')}>
              签：老人不要
            </Button>
          </>
        ) : (
          <Button type="primary" danger size="large" onClick={() => send('abnormal')}>
            签：有异常，告诉护理主管
          </Button>
        )}
        <Button size="large" onClick={onClose}>
          先不签
        </Button>
      </p>
    </div>
  );
}
