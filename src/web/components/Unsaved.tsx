/** What is typed and not saved is not lost by a wrong click: whoever leaves the page is asked first, by the browser where the window closes. */
import { useBlocker } from '@tanstack/react-router';
import { Modal } from 'antd';

export function Unsaved({ when, what }: { when: boolean; what: string }) {
  const blocker = useBlocker({ shouldBlockFn: () => when, enableBeforeUnload: () => when, withResolver: true });
  return (
    <Modal
      open={blocker.status === 'blocked'}
      title={`${what}还没有保存`}
      okText="留在这里"
      cancelText="不保存，离开"
      onOk={() => blocker.reset?.()}
      onCancel={() => blocker.proceed?.()}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
    >
      <p>现在离开，刚才改的就没有了。</p>
    </Modal>
  );
}
