import { Alert, Button, FileInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { uploadFile } from '../../api.sources.js';

const KINDS = '.csv,.json,.ndjson';

/** Hands exported files over; each is kept in the connection's own folder and read at once. */
export function UploadFiles({ connectionId }: { connectionId: string }) {
  const client = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const upload = useMutation({
    // One after the other: the first that is refused is named, and those before it are kept.
    mutationFn: async (chosen: File[]) => {
      const taken: string[] = [];
      for (const file of chosen) taken.push((await uploadFile(connectionId, file)).name);
      return taken;
    },
    onSuccess: async () => {
      setFiles([]);
      await client.invalidateQueries({ queryKey: ['runs', connectionId] });
    },
  });
  return (
    <form
      className="kw-inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        upload.mutate(files);
      }}
    >
      <FileInput
        label="Exported files"
        description="CSV, JSON or NDJSON, up to 100 MB each."
        placeholder="Choose files"
        multiple
        accept={KINDS}
        value={files}
        onChange={setFiles}
        miw={260}
      />
      <Button type="submit" disabled={files.length === 0} loading={upload.isPending}>
        Upload and read
      </Button>
      {upload.isError && (
        <Alert color="red" variant="light" role="alert">
          {upload.error.message}
        </Alert>
      )}
      {upload.isSuccess && <span role="status">Taken: {upload.data.join(', ')}.</span>}
    </form>
  );
}
