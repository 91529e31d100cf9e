import { replyRemarks } from "../embargo/replyCheck.ts";
import { replyTemplates, type ReplyId, type ReplyTemplate } from "../text/replies.ts";

export { replyRemarks, replyTemplates, type ReplyId, type ReplyTemplate };
