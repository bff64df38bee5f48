/** At the door: seen or not, all well or something needed, a photograph if one likes. Three taps; what is not well takes a few more. */
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { sendOrKeep } from '../../../../web/components/keptFiles.ts';
import { shrunk } from '../../../../web/form/plain/shrink.ts';
import { apiErrorOf } from '../../../../web/shared/api.ts';
import type { VisitInput } from '../../visits/schema.ts';
import { checklist, type Need, needs } from '../../visits/terms.ts';
import { type Begun, timeNow, visitKey } from './visitQueue.ts';

interface Props {
  readonly begun: Begun;
  readonly actorId: string;
  readonly keep: (visit: Pick<VisitInput, 'outcome' | 'needs' | 'urgency' | 'note' | 'photos'>) => void;
  readonly cancel: () => void;
}

const MINUTE = 60_000;

export function AtDoor({ begun, actorId, keep, cancel }: Props) {
  const [step, setStep] = useState<'met' | 'how' | 'needs'>(begun.mode === 'home' ? 'met' : 'how');
  const [chosen, setChosen] = useState<readonly Need[]>([]);
  const [urgent, setUrgent] = useState(false);
  const [note, setNote] = useState('');
  const [photos, setPhotos] = useState<readonly string[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const minutes = useMinutes(begun.startedAt);
  const box = useRef<HTMLFieldSetElement>(null);
  // 手机上，下一步的按钮要看得见。
  useEffect(() => {
    if (step) box.current?.scrollIntoView({ block: 'center' });
  }, [step]);
  const least = begun.mode === 'home' ? 5 : 2;
  const save = (outcome: VisitInput['outcome']) =>
    keep({ outcome, needs: [...chosen], urgency: urgent ? 'urgent' : 'normal', note: note.trim(), photos: [...photos] });
  const photograph = async (file: File | undefined) => {
    if (!file) return;
    setTrouble(null);
    try {
      const { blob, name } = await shrunk(file);
      const { id } = await sendOrKeep(visitKey(actorId, begun), { content: blob, name, paper: 'visit-photo' }, () => undefined);
      setPhotos([id]);
    } catch (thrown) {
      setTrouble(apiErrorOf(thrown).message);
    }
  };
  return (
    <fieldset className="at-door" ref={box} aria-label={`${begun.name}：探访`}>
      <p className="quiet">
        {begun.mode === 'home' ? '到了' : '打通电话'}
        {minutes}分钟
        {minutes < least && `，不到${least}分钟的要由乡镇核实`}
        {begun.mode === 'home' && !begun.position && '；没有定位到位置，要由乡镇核实'}
      </p>
      {step === 'met' && (
        <div className="big-buttons">
          <Button type="primary" size="large" onClick={() => setStep('how')}>
            见到本人
          </Button>
          <Button size="large" danger onClick={() => save('no-answer')}>
            没见到
          </Button>
        </div>
      )}
      {step === 'how' && (
        <>
          <p>{checklist}。</p>
          <div className="big-buttons">
            <Button type="primary" size="large" onClick={() => save('well')}>
              一切正常
            </Button>
            <Button size="large" onClick={() => setStep('needs')}>
              有需要
            </Button>
          </div>
        </>
      )}
      {step === 'needs' && (
        <>
          <fieldset className="need-choice">
            <legend>需要什么（可以选几样）</legend>
            {(Object.keys(needs) as Need[]).map((need) => (
              <label key={need}>
                <input
                  type="checkbox"
                  checked={chosen.includes(need)}
                  onChange={(e) =>
                    setChosen(e.target.checked ? [...chosen, need].slice(0, 6) : chosen.filter((one) => one !== need))
                  }
                />
                {needs[need]}
              </label>
            ))}
          </fieldset>
          <label className="urgent-choice">
            <input type="checkbox" checked={urgent} onChange={(e) => setUrgent(e.target.checked)} />
            急，当天要办
          </label>
          <Input.TextArea
            value={note}
            maxLength={300}
            rows={2}
            aria-label="看到的情况"
            placeholder="看到的情况（不写别人的事）"
            onChange={(e) => setNote(e.target.value)}
          />
          <div className="big-buttons">
            <Button type="primary" size="large" disabled={chosen.length === 0} onClick={() => save('need')}>
              记下，报乡镇
            </Button>
          </div>
        </>
      )}
      {step !== 'met' && (
        <p className="line">
          <label className="photo-choice">
            {photos.length > 0 ? '换一张照片' : '拍照（可以不拍，不拍人脸）'}
            <input type="file" accept="image/*" capture="environment" onChange={(e) => void photograph(e.target.files?.[0])} />
          </label>
          {photos.length > 0 && <span role="status">已拍1张</span>}
          {trouble && <span role="alert">{trouble}</span>}
        </p>
      )}
      <Button type="link" size="small" onClick={cancel}>
        还没有走，取消
      </Button>
    </fieldset>
  );
}

function useMinutes(since: string): number {
  const [now, setNow] = useState(timeNow);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(timeNow()), 10_000);
    return () => window.clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / MINUTE));
}
