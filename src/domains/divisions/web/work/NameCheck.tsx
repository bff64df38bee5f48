/** 名称能不能用: the rules at once, before anybody applies. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Failed } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { categories } from '../../names/terms.ts';
import type { NameAnswer } from './nameContent.ts';

const verdicts = { refuse: ['不能用', 'bad'], reason: ['须写明理由', 'warn'], warn: ['请注意', 'plain'] } as const;

export function NameCheck({ division }: { division: string }) {
  const [asked, setAsked] = useState<Record<string, string> | null>(null);
  const answer = useQuery({
    queryKey: ['/api/place-names/check', asked],
    queryFn: () => api.get<NameAnswer>('/api/place-names/check', asked!),
    enabled: asked !== null,
  });
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(event.currentTarget)].map(([key, value]) => [key, String(value).trim()]));
    setAsked({ ...given, division } as Record<string, string>);
  };
  return (
    <Section title="名称能不能用">
      <form className="choices" onSubmit={ask}>
        <label>
          类别{' '}
          <select name="category" defaultValue="street">
            {Object.entries(categories).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          专名 <input name="specific" maxLength={19} required placeholder="长安" />
        </label>
        <label>
          通名 <input name="generic" maxLength={8} required placeholder="大道" />
        </label>
        <Button htmlType="submit" loading={answer.isFetching}>
          查一查
        </Button>
      </form>
      {answer.error && <Failed error={answer.error} retry={() => void answer.refetch()} />}
      {answer.data && (
        <div role="status">
          <p>
            <b>{answer.data.name}</b>　{answer.data.reading}　
            <Tag tone={answer.data.usable ? 'good' : 'bad'}>{answer.data.usable ? '可以用' : '不能用'}</Tag>
          </p>
          {answer.data.findings.length === 0 ? (
            <p>没有发现不符合规则的地方。</p>
          ) : (
            <ul>
              {answer.data.findings.map(({ code, verdict, zh }) => (
                <li key={`${code}${zh}`}>
                  <Tag tone={verdicts[verdict][1]}>{verdicts[verdict][0]}</Tag>
                  {zh}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Section>
  );
}
