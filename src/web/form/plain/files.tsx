import { useEffect, useRef, useState } from 'react';
import { isRecordingPaper, recordingTypes, uploadTypes } from '../../../kernel/document/index.ts';
import { apiErrorOf } from '../../shared/api.ts';
import { takesMany } from '../core.ts';
import type { InputProps } from '../fields.tsx';
import { shrunk } from './shrink.ts';

interface Going {
  key: number;
  name: string;
  share: number;
  trouble: string | null;
}

/** Photographed or chosen; shown small; removable. Uploads at once and says how far it is. */
export function FileInput({ id, field, value, onChange, wrong, describedBy, services }: InputProps) {
  const many = takesMany(field);
  const ids = Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : [];
  const [going, setGoing] = useState<readonly Going[]>([]);
  const next = useRef(0);
  // Uploads end in any order: each adds to what is there then, not to what was there when it began.
  const now = useRef(ids);
  now.current = ids;

  const change = (list: string[]) => {
    now.current = list;
    onChange(many ? list : list.at(-1));
  };
  const patch = (key: number, part: Partial<Going> | null) =>
    setGoing((all) => all.flatMap((g) => (g.key === key ? (part ? [{ ...g, ...part }] : []) : [g])));

  async function take(list: FileList | null) {
    for (const file of [...(list ?? [])].slice(0, many ? field.max! - now.current.length : 1)) {
      const key = next.current++;
      setGoing((all) => [...all, { key, name: file.name, share: 0, trouble: null }]);
      try {
        const { blob, name } = await shrunk(file);
        const stored = await services.upload(blob, name, field.paper ?? field.label, (share) => patch(key, { share }));
        change(many ? [...now.current, stored.id] : [stored.id]);
        patch(key, null);
      } catch (error) {
        const { message, next: advice } = apiErrorOf(error);
        patch(key, { trouble: [message, advice].filter(Boolean).join('') });
      }
    }
  }

  const sound = isRecordingPaper(field.paper ?? '');
  const full = many ? ids.length >= field.max! : false;
  const pick = (key: string, label: string, camera: boolean) => (
    <label className="button plain pick" key={key}>
      {label}
      <input
        id={camera ? undefined : id}
        type="file"
        accept={sound ? Object.keys(recordingTypes).join() : camera ? 'image/*' : Object.keys(uploadTypes).join()}
        {...(camera ? { capture: 'environment' as const } : { multiple: many })}
        aria-label={`${field.label}：${label}`}
        aria-invalid={wrong || undefined}
        aria-describedby={describedBy}
        onChange={(e) => {
          void take(e.target.files);
          e.target.value = '';
        }}
      />
    </label>
  );
  return (
    <div className="files">
      <ul>
        {ids.map((file, i) => (
          <li key={file}>
            <Thumb url={services.fileUrl(file)} name={`${field.label} ${i + 1}`} />
            <span>{services.isKept?.(file) ? '存在这台设备上，等网络' : '已上传'}</span>
            <button type="button" className="link danger" onClick={() => change(ids.filter((x) => x !== file))}>
              删去<span className="unseen">{`${field.label} ${i + 1}`}</span>
            </button>
          </li>
        ))}
        {going.map((g) => (
          <li key={`going-${g.key}`}>
            {g.trouble ? (
              <>
                <span className="wrong" role="alert">
                  {g.name}没有传上去。{g.trouble}
                </span>
                <button type="button" className="link" onClick={() => patch(g.key, null)}>
                  知道了
                </button>
              </>
            ) : (
              <span className="progress">
                正在上传 {Math.round(g.share * 100)}%
                <progress max={1} value={g.share} aria-label={`${g.name}上传进度`} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {!full && (
        <div className="row">
          {sound
            ? pick('choose', ids.length > 0 ? '换一段' : '选录音', false)
            : [pick('camera', '拍照', true), pick('choose', ids.length > 0 && !many ? '换一张' : '选照片或文件', false)]}
        </div>
      )}
    </div>
  );
}

function Thumb({ url, name }: { url: string; name: string }) {
  const [broken, setBroken] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file gets another chance
  useEffect(() => setBroken(false), [url]);
  if (broken)
    return (
      <a href={url} target="_blank" rel="noreferrer">
        看文件
      </a>
    );
  return (
    <a href={url} target="_blank" rel="noreferrer">
      <img src={url} alt={`${name}，点开看大图`} onError={() => setBroken(true)} width={96} height={96} />
    </a>
  );
}
