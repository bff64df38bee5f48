import { useState } from 'react';
import { positionText } from '../../../kernel/schema/index.ts';
import type { InputProps } from '../fields.tsx';

const WAIT_MS = 15_000;

/** Why there is no position, as one tells somebody with a phone in hand. */
const troubles: Readonly<Record<number, string>> = {
  1: '手机没有允许定位。要记位置的，请在手机的设置里允许，再点一次。',
  2: '收不到定位信号，走到屋外再点一次；记不下来也可以照样提交。',
  3: '等得太久，没有定到位置，走到屋外再点一次；记不下来也可以照样提交。',
};

/** Where somebody stands, told by the device and only when asked: whoever writes it down at a desk later would record the desk. */
export function PositionInput({ id, field, value, onChange, describedBy }: InputProps) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const known = typeof value === 'string' ? positionText(value) : '';
  const ask = () => {
    setTrouble(null);
    if (!navigator.geolocation) return setTrouble(troubles[2]!);
    setBusy(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setBusy(false);
        onChange(
          [coords.latitude.toFixed(5), coords.longitude.toFixed(5), String(Math.min(999_999, Math.ceil(coords.accuracy)))].join(
            ',',
          ),
        );
      },
      (error) => {
        setBusy(false);
        setTrouble(troubles[error.code] ?? troubles[2]!);
      },
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 60_000 },
    );
  };
  return (
    <div className="position" role="status">
      {known && <p className="num">{known}</p>}
      {trouble && <p className="wrong">{trouble}</p>}
      <div className="row">
        <button type="button" id={id} className="button plain" disabled={busy} onClick={ask} aria-describedby={describedBy}>
          {busy ? '正在定位…' : known ? '重新定位' : '记下现在的位置'}
        </button>
        {known && (
          <button type="button" className="link danger" onClick={() => onChange(undefined)}>
            删去<span className="unseen">{field.label}</span>
          </button>
        )}
      </div>
    </div>
  );
}
