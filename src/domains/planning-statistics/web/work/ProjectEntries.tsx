/** 入库申报: projects that no printed table has, from the form to the library. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Facts, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { EntriesView, EntryView } from '../../entry/content.ts';
import { tenThousands } from './content.ts';

const tones = { county: 'now', city: 'now', returned: 'bad', admitted: 'good', withdrawn: 'plain' } as const;

export function ProjectEntries() {
  const session = useSession();
  const [{ state }, change] = useTextSearch();
  const at = `/api/projects/entries${state ? `?state=${state}` : ''}`;
  const query = useQuery({ queryKey: ['/api/projects', 'entries', state ?? ''], queryFn: () => api.get<EntriesView>(at) });
  return (
    <Answered query={query}>
      {({ states, rows, offers }) => (
        <Section
          title="入库申报"
          aside={
            <Offers
              offers={offers}
              division={homeDivision(session)}
              first="primary"
              onDone={() => change({ state: undefined })}
            />
          }
        >
          <p className="quiet">印发的表里没有的项目在这里申报：乡镇填的先由县里核，市里审定以后入库。印出的表和对账不变。</p>
          <Chips
            label="看哪些"
            options={[
              { value: '', label: `全部 ${states.reduce((sum, one) => sum + one.entries, 0)}` },
              ...states.map((one) => ({ value: one.state, label: `${one.zh} ${one.entries}` })),
            ]}
            value={state ?? ''}
            onChange={(value) => change({ state: value || undefined })}
          />
          {rows.length === 0 ? (
            <Nothing>{state ? '没有这样的申报。' : '还没有人申报过。'}</Nothing>
          ) : (
            rows.map((entry) => <Entry key={entry.id} entry={entry} />)
          )}
        </Section>
      )}
    </Answered>
  );
}

function Entry({ entry }: { entry: EntryView }) {
  const session = useSession();
  return (
    <article className="month-report">
      <h3>
        {entry.projectId ? (
          <Link to={'/projects/$projectId' as never} params={{ projectId: entry.projectId } as never}>
            {entry.name}
          </Link>
        ) : (
          entry.name
        )}{' '}
        <Tag tone={tones[entry.state]}>{entry.stateZh}</Tag>
        {entry.dueOn && (
          <Tag tone={entry.late ? 'bad' : 'plain'}>
            {entry.late ? '已逾期，应于' : ''}
            <Day on={entry.dueOn} />
            前办
          </Tag>
        )}
      </h3>
      <EntryFacts entry={entry} />
      {entry.namesakes.length > 0 && (
        <p>
          <Tag tone="warn">疑似重复</Tag>库里已有同名的：
          {entry.namesakes.map(({ id, name, says }) => (
            <span key={id}>
              <Link to={'/projects/$projectId' as never} params={{ projectId: id } as never}>
                {name}
              </Link>
              （{says}）
            </span>
          ))}
        </p>
      )}
      <EntryCourse entry={entry} />
      <p className="choices">
        <Offers offers={entry.offers} of={entry.name} division={homeDivision(session)} first="primary" />
      </p>
    </article>
  );
}

export const EntryFacts = ({ entry }: { entry: EntryView }) => (
  <Facts
    rows={[
      { label: '类型', value: entry.type },
      {
        label: '在哪里',
        value: (
          <>
            <DivisionName name={entry.divisionName} />，{entry.location}
          </>
        ),
      },
      { label: '投资、个数', value: `${tenThousands(entry.investmentFen)}万元，${entry.units}个` },
      { label: '实施单位', value: entry.implementer },
      {
        label: '文号',
        value: (
          <>
            {entry.documentNo}
            {entry.files.map(({ id, name }) => (
              <span key={id}>
                {' '}
                <a href={`/api/files/${id}`} target="_blank" rel="noreferrer">
                  {name}
                </a>
              </span>
            ))}
          </>
        ),
      },
      { label: '为什么表里没有', value: entry.reason },
    ]}
  />
);

export const EntryCourse = ({ entry: { steps } }: { entry: EntryView }) => (
  <p className="quiet">
    {steps.map(({ zh, note, at, byName }, i) => (
      <span key={at + zh}>
        {i > 0 && '；'}
        {byName} <Moment at={at} /> {zh}
        {note && `：${note}`}
      </span>
    ))}
  </p>
);
