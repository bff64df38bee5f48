/** One service item: its words as residents read them, a change that waits with what it changes, and every version. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ItemDesk, ItemEditView, ItemVersionView, TextChange } from '../../../kernel/service/index.ts';
import { Page, Section } from '../../components/layout.tsx';
import { Day, Moment, Tag } from '../../components/marks.tsx';
import { Offers } from '../../components/Offers.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';

/** A part of the guide, as residents read it: one line stands by itself, several are a list. */
const Part = ({ title, of, none }: { title: string; of: readonly string[]; none: string }) => (
  <section className="item-part">
    <h3>{title}</h3>
    {of.length === 0 && <p className="quiet">{none}</p>}
    {of.length === 1 && <p>{of[0]}</p>}
    {of.length > 1 && (
      <ol>
        {of.map((entry) => (
          <li key={entry}>{entry}</li>
        ))}
      </ol>
    )}
  </section>
);

/** What was and what becomes of it; of a list only the entries that differ. */
function Change({ of: { label, from, to } }: { of: TextChange }) {
  const gone = from.filter((entry) => !to.includes(entry));
  const come = to.filter((entry) => !from.includes(entry));
  return (
    <section className="text-change">
      <h3>{label}</h3>
      {gone.length + come.length === 0 && <p className="quiet">只换了先后次序。</p>}
      {gone.map((entry) => (
        <p key={`-${entry}`}>
          <Tag>去掉</Tag> <del>{entry}</del>
        </p>
      ))}
      {come.map((entry) => (
        <p key={`+${entry}`}>
          <Tag tone="good">改为</Tag> <ins>{entry}</ins>
        </p>
      ))}
    </section>
  );
}
const Changes = ({ of }: { of: readonly TextChange[] }) => of.map((change) => <Change key={change.label} of={change} />);

function Waiting({ edit, name, division }: { edit: ItemEditView; name: string; division: string }) {
  return (
    <Section title={edit.restores ? '恢复资料包原文，等另一人批准' : '修改，等另一人批准'}>
      <p className="quiet line">
        <span>{edit.proposedName}提出</span>
        <Moment at={edit.proposedAt} />
        <span>{edit.reason}</span>
      </p>
      <Changes of={edit.changes} />
      <p className="line">
        <Offers offers={edit.actions} of={name} division={division} {...(edit.mine ? {} : { first: 'primary' as const })} />
      </p>
      {edit.mine && <p className="quiet">您提出的，须由市里的另一位经办人或者领导批准。</p>}
    </Section>
  );
}

const origin = (version: ItemVersionView): string =>
  version.proposedName ? `${version.proposedName}提出，${version.decidedName}批准：${version.reason}` : '城市资料包';

function Versions({ versions }: { versions: readonly ItemVersionView[] }) {
  return (
    <Section title="各版">
      <ol className="plain-list">
        {versions.map((version, i) => (
          <li key={version.version}>
            <p className="line">
              <b>第{version.version}版</b>
              {i === 0 && <Tag tone="good">现在用的</Tag>}
              <span className="quiet">
                <Day on={version.validFrom} />起
              </span>
            </p>
            <p>{origin(version)}</p>
            {version.changes.length > 0 && (
              <details>
                <summary>改了{version.changes.map((change) => change.label).join('、')}</summary>
                <Changes of={version.changes} />
              </details>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function ServiceItemPage() {
  const session = useSession();
  const { itemId } = useParams({ strict: false }) as { itemId: string };
  const desk = useQuery({
    queryKey: ['/api/service-items', itemId],
    queryFn: () => api.get<ItemDesk>(`/api/service-items/${itemId}`),
  });
  if (desk.isPending) return <Loading />;
  if (!desk.data) return <Failed error={desk.error} retry={() => void desk.refetch()} />;
  const { item, own, fromPack, edit, versions, actions } = desk.data;
  const { guide } = item;
  return (
    <Page
      title={item.name}
      lead={
        <span className="line">
          <span className="num">{item.itemId}</span>
          {own ? <Tag tone="now">市里改过</Tag> : <span>资料包原文</span>}
          <a href={`/services/${item.itemId}`} target="_blank" rel="noreferrer">
            看百姓看到的办事指南
          </a>
          <Link to="/service-items">全部事项</Link>
        </span>
      }
      aside={<Offers offers={actions} of={item.name} division={homeDivision(session)} first="primary" />}
    >
      {edit && <Waiting edit={edit} name={item.name} division={homeDivision(session)} />}
      <Section title="现在的文字">
        <Part title="办成以后得到什么" of={guide ? [guide.gets] : []} none="还没有写办事指南" />
        <Part title="谁能办" of={guide?.conditions ?? []} none="没有写" />
        <Part title="带什么" of={guide?.papers ?? []} none="不用带材料" />
        <Part title="怎么办" of={guide?.steps ?? []} none="没有写" />
        <Part title="收费" of={guide ? [guide.fee] : []} none="没有写" />
        <Part title="搜索用的词" of={item.keywords.length > 0 ? [item.keywords.join('、')] : []} none="没有写" />
      </Section>
      {own && fromPack.length > 0 && (
        <Section title="和资料包原文不同的地方">
          <Changes of={fromPack} />
        </Section>
      )}
      <Versions versions={versions} />
    </Page>
  );
}
