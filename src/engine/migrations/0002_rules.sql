-- Rules that hold for every writer: this engine, a test's SQL, later a Supabase project.

-- The delivery ladder: pending < sent < delivered < read. `failed` stands between `sent` and `delivered`: what reached
-- the customer's phone cannot fail any more. The one place where it is written down for SQL.
create function status_rank(status text) returns integer language sql immutable as $$
  select case status
    when 'pending' then 1 when 'sent' then 2 when 'failed' then 3 when 'delivered' then 4 when 'read' then 5
  end
$$;

-- A status only climbs, and nothing leaves `failed`.
create function climb_status(known text, report text) returns text language sql immutable as $$
  select case when known <> 'failed' and status_rank(report) > status_rank(known) then report else known end
$$;

-- When a row changed: now, and later than it changed before, so that two changes never share a time.
create function next_change_time(previous timestamptz) returns timestamptz language sql volatile as $$
  select greatest(date_trunc('milliseconds', clock_timestamp()), previous + interval '1 millisecond')
$$;

create function before_message_insert() returns trigger language plpgsql as $$
begin
  if new.created_at is null then
    -- The conversation's row is the queue in which its writers stand: the order of times is the order of writing.
    perform 1 from conversations where id = new.conversation_id for update;
    new.created_at := greatest(
      date_trunc('milliseconds', clock_timestamp()),
      (select max(created_at) + interval '1 millisecond' from messages where conversation_id = new.conversation_id)
    );
  end if;
  new.sender_type := coalesce(new.sender_type, case when new.from_me then 'user' else 'contact' end);
  new.updated_at := next_change_time(null);
  return new;
end
$$;
create trigger before_message_insert before insert on messages
  for each row execute function before_message_insert();

create function before_message_update() returns trigger language plpgsql as $$
begin
  if climb_status(old.status, new.status) <> new.status then
    new.status := old.status;
    new.error_code := old.error_code;
    new.error_message := old.error_message;
  end if;
  if new is distinct from old then
    new.updated_at := next_change_time(old.updated_at);
  end if;
  return new;
end
$$;
create trigger before_message_update before update on messages
  for each row execute function before_message_update();

create function before_conversation_write() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.updated_at := next_change_time(null);
  elsif new is distinct from old then
    new.updated_at := next_change_time(old.updated_at);
  end if;
  return new;
end
$$;
create trigger before_conversation_write before insert or update on conversations
  for each row execute function before_conversation_write();

-- A conversation is shown with its contact, so a contact that changes is a change of its conversations.
create function after_contact_update() returns trigger language plpgsql as $$
begin
  update conversations set updated_at = next_change_time(updated_at) where contact_id = new.id;
  return null;
end
$$;
create trigger after_contact_update after update on contacts
  for each row when (old is distinct from new) execute function after_contact_update();

-- What a list shows of a message.
create function message_preview(type text, body text) returns text language sql immutable as $$
  select coalesce(nullif(left(trim(regexp_replace(body, '\s+', ' ', 'g')), 120), ''), '[' || type || ']')
$$;

-- New messages move their conversation: activity, preview, unread count; a customer who writes reopens it. Once per
-- statement and conversation, so that ten thousand rows at once cost one update. Internal notes move nothing.
create function after_messages_insert() returns trigger language plpgsql as $$
begin
  update conversations as c set
    last_message_at = greatest(c.last_message_at, latest.created_at),
    last_message_preview = case
      when c.last_message_at is null or latest.created_at >= c.last_message_at
      then message_preview(latest.type, latest.body) else c.last_message_preview
    end,
    unread_count = c.unread_count + inbound.count,
    last_inbound_at = greatest(c.last_inbound_at, inbound.last_at),
    status = case when inbound.count > 0 and c.status = 'resolved' then 'open' else c.status end
  from (
    select distinct on (conversation_id) conversation_id, created_at, type, body
    from added where not is_private order by conversation_id, created_at desc, id desc
  ) as latest
  join (
    select conversation_id, max(created_at) filter (where not from_me) as last_at,
      (count(*) filter (where not from_me))::integer as count
    from added where not is_private group by conversation_id
  ) as inbound using (conversation_id)
  where c.id = latest.conversation_id;
  return null;
end
$$;
create trigger after_messages_insert after insert on messages
  referencing new table as added for each statement execute function after_messages_insert();
