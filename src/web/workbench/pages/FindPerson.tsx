/** Finds one person of the registry and hands it on. */
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import type { PersonSummary } from '../../../kernel/resident/index.ts';
import { IdNumber } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { Failed, Nothing } from '../../components/states.tsx';
import { ageOn } from '../../shared/age.ts';
import { api } from '../../shared/api.ts';

export const sexNames = { male: '男', female: '女' } as const;

export interface PersonPage {
  persons: readonly PersonSummary[];
  cursor: string | null;
}

export function FindPerson({ onPick }: { onPick: (person: PersonSummary) => Promise<void> }) {
  const { today } = useSession();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly PersonSummary[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function search(event: FormEvent) {
    event.preventDefault();
    if (!text.trim()) return;
    setBusy(true);
    setError(null);
    try {
      const typed = text.trim();
      const page = await api.get<PersonPage>(
        '/api/persons',
        /^\d{17}[\dXx]$/.test(typed) ? { idNumber: typed.toUpperCase() } : { text: typed },
      );
      setFound(page.persons);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <form className="filters" onSubmit={search}>
        <Input
          aria-label="姓名、拼音或身份证号码"
          placeholder="姓名、拼音或身份证号码"
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
        <Button htmlType="submit" loading={busy}>
          查找
        </Button>
      </form>
      {error !== null && <Failed error={error} />}
      {found?.length === 0 && <Nothing>没有找到。请核对写法，或者在下面直接填写。</Nothing>}
      {found && found.length > 0 && (
        <ul className="plain-list">
          {found.map((person) => (
            <li key={person.id}>
              <p className="line">
                <b>{person.name}</b>
                <span>
                  {sexNames[person.sex]}，{ageOn(person.birthDate, today)}岁
                </span>
                <IdNumber value={person.idNumber} />
                <Button
                  size="small"
                  disabled={busy}
                  aria-label={`选择${person.name}`}
                  onClick={() => {
                    setBusy(true);
                    void onPick(person).finally(() => setBusy(false));
                  }}
                >
                  选择
                </Button>
              </p>
              <p className="quiet">{person.divisionName}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
