/**
 * 说话填写: what is said becomes text where the browser can do it (Web Speech API); where it cannot, nothing is shown. Only for what a person tells in
 * own words, in the large fields: names have their own characters, numbers no second try. The browser may send what it hears to its maker: that stands
 * beside the button.
 */
import { useEffect, useRef, useState } from 'react';

/** What of the browser's recognition is used. */
interface Recognition {
  lang: string;
  onresult: ((heard: { readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>> }) => void) | null;
  onerror: ((problem: { readonly error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  /** Hears what was said so far to its end. */
  stop(): void;
  abort(): void;
}
type Engine = new () => Recognition;
interface MayRecognise {
  SpeechRecognition?: Engine;
  webkitSpeechRecognition?: Engine;
}

const engineOf = ({ SpeechRecognition, webkitSpeechRecognition }: MayRecognise): Engine | undefined =>
  SpeechRecognition ?? webkitSpeechRecognition;

const problems: Readonly<Record<string, string>> = {
  'not-allowed': '没有使用麦克风的许可。请在浏览器的设置里允许，或者用键盘填写。',
  'service-not-allowed': '没有使用麦克风的许可。请在浏览器的设置里允许，或者用键盘填写。',
  'audio-capture': '没有找到麦克风，请用键盘填写。',
  'no-speech': '没有听清，请靠近一点再说一次。',
  network: '现在连不上语音识别，请用键盘填写。',
};
const OTHER = '没有听清，请再说一次，或者用键盘填写。';

/** What is there and what was said after it, as one text. */
export function joined(before: string, heard: string): string {
  const parted = before === '' || /[，。！？；、：,.!?;:\s]$/u.test(before);
  return `${before}${parted ? '' : '，'}${heard}`;
}

export function Speak({ label, value, onSaid }: { label: string; value: string; onSaid: (text: string) => void }) {
  const [says, setSays] = useState<'listening' | { readonly text: string } | null>(null);
  const listening = useRef<Recognition | null>(null);
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => () => listening.current?.abort(), []);
  const Engine = engineOf(globalThis as MayRecognise);
  if (!Engine) return null;
  const listen = () => {
    const recognition = new Engine();
    listening.current = recognition;
    recognition.lang = 'zh-CN';
    recognition.onresult = ({ results }) => {
      const heard = results[results.length - 1]?.[0]?.transcript.trim() ?? '';
      if (heard === '') return;
      onSaid(joined(latest.current, heard));
      setSays({ text: `已填上：${heard}` });
    };
    recognition.onerror = ({ error }) => {
      if (error !== 'aborted') setSays({ text: problems[error] ?? OTHER });
    };
    recognition.onend = () => {
      if (listening.current === recognition) listening.current = null;
      setSays((now) => (now === 'listening' ? null : now));
    };
    try {
      recognition.start();
      setSays('listening');
    } catch {
      // Another field is listening still.
      setSays({ text: OTHER });
    }
  };
  const busy = says === 'listening';
  return (
    <p className="speak">
      <button type="button" className="link" aria-pressed={busy} onClick={busy ? () => listening.current?.stop() : listen}>
        {busy ? '说完了' : '说话填写'}
        <span className="unseen">：{label}</span>
      </button>
      {says === null && <span className="quiet">由手机的语音识别转成文字</span>}
      <span role="status">{busy ? '正在听，请说。' : says?.text}</span>
    </p>
  );
}
