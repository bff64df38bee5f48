/** One need: what is wanted, at most ten that fit with the reasons of their order, what was offered. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CityMap } from '../../../../web/components/CityMap.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { NeedFile } from '../../matching/content.ts';

export function CareNeed() {
  const { needId } = useParams({ strict: false }) as { needId: string };
  const address = `/api/care-needs/${needId}`;
  const file = useQuery({ queryKey: [address], queryFn: () => api.get<NeedFile>(address) });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

const Phone = ({ number }: { number: string }) => (number ? <a href={`tel:${number}`}>{number}</a> : <>没有登记</>);

function Whole({ file }: { file: NeedFile }) {
  const session = useSession();
  const spots = file.matches.flatMap(({ kind, id, name, lon, lat, to }, i) =>
    lon === null || lat === null ? [] : [{ id: `${kind}${id}`, number: i + 1, name, lon, lat, to }],
  );
  return (
    <Page
      title={`${file.personName}：${file.what}`}
      lead={`${file.placeZh}，${file.sourceZh}`}
      aside={<Link to={'/care-needs' as never}>← 养老需求</Link>}
    >
      <Section title="需要什么">
        <p>
          <Tag tone={file.tone}>{file.stateZh}</Tag>
          {file.matchBy && file.offered === 0 && (
            <>
              {' '}
              <Day on={file.matchBy} />
              前要介绍一家
            </>
          )}
        </p>
        <Facts
          rows={[
            { label: '老人', value: <PersonName id={file.personId} name={file.personName} /> },
            {
              label: '谁提的',
              value: (
                <>
                  {file.foundBy}，<Moment at={file.foundAt} />
                </>
              ),
            },
            ...file.wishes,
          ]}
        />
      </Section>
      {file.made.length > 0 && (
        <Section title="介绍过的">
          <DataTable
            caption="介绍过的服务"
            rows={file.made}
            rowKey={(one) => one.id}
            empty=""
            columns={[
              { key: 'name', title: '哪家', kind: 'main', render: (one) => one.name },
              { key: 'phone', title: '电话', render: (one) => <Phone number={one.telephone} /> },
              {
                key: 'at',
                title: '什么时候',
                render: (one) => (
                  <>
                    <Moment at={one.offeredAt} />（{one.offeredBy}）
                  </>
                ),
              },
              { key: 'answer', title: '老人', render: (one) => one.answerZh ?? '还没有答复' },
              {
                key: 'do',
                title: '办理',
                kind: 'actions',
                render: (one) => <Offers offers={one.offers} of={one.name} division={homeDivision(session)} inRow />,
              },
            ]}
          />
        </Section>
      )}
      <Section title={`可以介绍的${file.matches.length}家`}>
        <p className="quiet">按远近、价格、评价、年度评估、空位打分，最多列十家；谁也不能花钱排前面。</p>
        <DataTable
          caption="可以介绍的服务"
          rows={file.matches.map((one, i) => ({ ...one, no: i + 1 }))}
          rowKey={(one) => one.kind + one.id}
          empty="附近没有可以介绍的。请交给人另想办法，到时记为没有着落。"
          columns={[
            {
              key: 'name',
              title: '哪家',
              kind: 'main',
              render: (one) => (
                <>
                  <span className="num">{one.no}</span> {one.to ? <Link to={one.to as never}>{one.name}</Link> : one.name}
                </>
              ),
            },
            { key: 'kind', title: '哪一类', render: (one) => one.kindZh },
            { key: 'points', title: '分数', kind: 'number', render: (one) => one.points.toFixed(1) },
            { key: 'why', title: '理由', render: (one) => one.reasons.join('，') },
            { key: 'phone', title: '电话', render: (one) => <Phone number={one.telephone} /> },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (one) => <Offers offers={one.offers} of={one.name} division={homeDivision(session)} inRow />,
            },
          ]}
        />
        {file.barred.length > 0 && (
          <p className="quiet">没有列的：{file.barred.map(({ why, n }) => `${why}${n}家`).join('，')}。</p>
        )}
        {spots.length > 0 && (
          <CityMap label={`可以介绍的${spots.length}家在哪里，编号和上面一样`} land={[file.county]} spots={spots} />
        )}
      </Section>
    </Page>
  );
}
