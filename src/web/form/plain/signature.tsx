import { type PointerEvent, useRef, useState } from 'react';
import { apiErrorOf } from '../../shared/api.ts';
import type { InputProps } from '../fields.tsx';
import { shrunk } from './shrink.ts';

const [WIDTH, HEIGHT] = [900, 360];

/** Signed with the finger; who cannot, types the name; a consent may be signed on paper and photographed. Each becomes a picture that is uploaded like any paper. */
export function SignatureInput({ id, field, value, onChange, wrong, describedBy, services }: InputProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<{ x: number; y: number } | null>(null);
  const [drawn, setDrawn] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const [state, setState] = useState<{ busy: boolean; trouble: string | null }>({ busy: false, trouble: null });
  const signed = typeof value === 'string';

  const at = (e: PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect();
    return { x: ((e.clientX - box.left) / box.width) * WIDTH, y: ((e.clientY - box.top) / box.height) * HEIGHT };
  };
  const move = (e: PointerEvent) => {
    if (!last.current) return;
    const pen = canvas.current!.getContext('2d')!;
    const to = at(e);
    pen.strokeStyle = '#111';
    pen.lineWidth = 9;
    pen.lineCap = 'round';
    pen.beginPath();
    pen.moveTo(last.current.x, last.current.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
    last.current = to;
    setDrawn(true);
  };
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, WIDTH, HEIGHT);
    setDrawn(false);
    setState({ busy: false, trouble: null });
    onChange(undefined);
  };
  async function done() {
    const sheet = document.createElement('canvas');
    sheet.width = WIDTH;
    sheet.height = HEIGHT;
    const pen = sheet.getContext('2d')!;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    if (typed === null) pen.drawImage(canvas.current!, 0, 0);
    else {
      pen.fillStyle = '#111';
      pen.font = `${Math.min(150, Math.floor(800 / Math.max(1, typed.length)))}px serif`;
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      pen.fillText(typed, WIDTH / 2, HEIGHT / 2);
    }
    const blob = new Promise<Blob | null>((resolve) => sheet.toBlob(resolve, 'image/png'));
    await put(async () => ({ blob: (await blob)!, name: '签名.png' }));
  }
  async function put(picture: () => Promise<{ blob: Blob; name: string }>) {
    setState({ busy: true, trouble: null });
    try {
      const { blob, name } = await picture();
      const stored = await services.upload(blob, name, field.paper ?? '签名', () => undefined);
      onChange(stored.id);
      setState({ busy: false, trouble: null });
    } catch (error) {
      setState({ busy: false, trouble: apiErrorOf(error).message });
    }
  }

  if (signed)
    return (
      <div className="signature" id={id}>
        <img src={services.fileUrl(value)} alt="您的签名" />
        <button type="button" className="link" onClick={clear}>
          重新签
        </button>
      </div>
    );
  return (
    <div className="signature" id={id}>
      {typed === null ? (
        <canvas
          ref={canvas}
          width={WIDTH}
          height={HEIGHT}
          aria-label="用手指在这里写名字"
          role="img"
          onPointerDown={(e) => {
            e.currentTarget.setPointerCapture(e.pointerId);
            last.current = at(e);
          }}
          onPointerMove={move}
          onPointerUp={() => {
            last.current = null;
          }}
          onPointerCancel={() => {
            last.current = null;
          }}
        />
      ) : (
        <input
          value={typed}
          onChange={(e) => setTyped(e.target.value.slice(0, 30))}
          aria-label="输入您的姓名作为签名"
          placeholder="您的姓名"
          autoComplete="name"
        />
      )}
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={state.busy || (typed === null ? !drawn : typed.trim() === '')}
          onClick={() => void done()}
          aria-invalid={wrong || undefined}
          aria-describedby={describedBy}
        >
          {state.busy ? '正在保存' : '签好了'}
        </button>
        {typed === null && (
          <button type="button" className="button plain" onClick={clear}>
            擦掉重写
          </button>
        )}
        {field.paper === 'consent' && (
          <label className="button plain pick">
            已在纸上签好，拍照
            <input
              type="file"
              accept="image/jpeg,image/png,image/webp"
              disabled={state.busy}
              aria-label={`${field.label}：纸上签好的，拍照或选照片`}
              onChange={(e) => {
                const [file] = e.target.files ?? [];
                if (file) void put(() => shrunk(file));
                e.target.value = '';
              }}
            />
          </label>
        )}
      </div>
      <button
        type="button"
        className="link"
        onClick={() => {
          setTyped(typed === null ? '' : null);
          setDrawn(false);
        }}
      >
        {typed === null ? '写不了字？改为输入姓名' : '改为手写'}
      </button>
      {state.trouble && (
        <p className="wrong" role="alert">
          {state.trouble}
        </p>
      )}
    </div>
  );
}
