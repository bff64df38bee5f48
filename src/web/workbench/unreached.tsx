/**
 * A page is a chunk of its own, and on a walk without network it cannot be fetched. The router would load the whole application again, which leaves the browser's
 * own page of despair where a form waits to be sent. Instead the page says so, the way back stays open, and it comes by itself with the network.
 */
import { Button } from 'antd';
import { type ComponentType, useCallback, useEffect, useState } from 'react';
import { Page } from '../components/layout.tsx';

type Load = () => Promise<ComponentType>;

/** Whether the server can be spoken to: then a chunk that does not come is of an older version, and loading anew is right. */
const reached = (): Promise<boolean> =>
  fetch('/work/', { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  );

/** The page, or, without network, one that waits for it. Fails only where the server can be reached. */
export const pageOrWaiting =
  (load: Load): Load =>
  () =>
    load().catch(async (error: unknown) => {
      if (await reached()) throw error;
      return () => <Unreached load={load} />;
    });

function Unreached({ load }: { load: Load }) {
  const [Shown, setShown] = useState<ComponentType | null>(null);
  const again = useCallback(
    () =>
      void load().then(
        (page) => setShown(() => page),
        async () => {
          if (await reached()) window.location.reload();
        },
      ),
    [load],
  );
  useEffect(() => {
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [again]);
  if (Shown) return <Shown />;
  return (
    <Page title="没有网络，这一页还打不开" lead="已经打开过的页面、记下的内容都还在；有网络了这一页自动打开。">
      <p className="choices">
        <Button type="primary" onClick={() => window.history.back()}>
          回到刚才的页面
        </Button>
        <Button onClick={again}>再试一次</Button>
      </p>
    </Page>
  );
}
