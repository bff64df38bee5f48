/** What was sent from this device and has not arrived: it stands on every page until it has. */
import { Link } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { onDraftsChanged, unsentDrafts } from '../components/localDraft.ts';

export function Unsent({ actorId }: { actorId: string }) {
  // A text, because what is read must be the same until it changes.
  const read = useSyncExternalStore(onDraftsChanged, () => JSON.stringify(unsentDrafts(actorId)));
  const drafts = JSON.parse(read) as ReturnType<typeof unsentDrafts>;
  if (drafts.length === 0) return null;
  return (
    <section className="unsent" aria-label="还没有送出">
      <b>这台设备上还有{drafts.length}张表没有送出，有网络时打开再送：</b>
      <ul>
        {drafts.map((draft) => (
          <li key={draft.key}>
            <Link to={draft.address}>{draft.title}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
