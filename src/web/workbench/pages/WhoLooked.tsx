/** Who looked at a person's file, newest first: for those who audit. */
import { Button } from 'antd';
import { Moment } from '../../components/marks.tsx';
import { Failed, Loading, Nothing } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';

interface Looked {
  id: string;
  at: string;
  actorName: string;
  roleZh: string;
  divisionName: string;
  actionZh: string;
  purpose: string | null;
}

export function WhoLooked({ personId }: { personId: string }) {
  const list = useKeyset<Looked>(`/api/persons/${personId}/looked`);
  return (
    <>
      {list.waiting ? (
        <Loading />
      ) : list.error ? (
        <Failed error={list.error} retry={list.retry} />
      ) : list.rows.length === 0 ? (
        <Nothing>还没有人看过。</Nothing>
      ) : (
        <ul className="plain-list">
          {list.rows.map((row) => (
            <li key={row.id} className="line">
              <Moment at={row.at} />
              <span>
                {row.divisionName} {row.roleZh} {row.actorName}：{row.actionZh}
              </span>
              {row.purpose && <span className="quiet">（{row.purpose}）</span>}
            </li>
          ))}
        </ul>
      )}
      {list.more && (
        <p className="more">
          <Button onClick={list.loadMore} loading={list.loadingMore}>
            加载更多
          </Button>
        </p>
      )}
    </>
  );
}
