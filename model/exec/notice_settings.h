// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/secret.h"
#include "model/exec/notice.h"

#include <QStringList>

namespace whimbrel {

/// Who is told of the runs in one environment: settings of this machine, never of a plan.
struct NoticeSettings {
    QStringList command{}; ///< a program and its arguments; empty: none
    Secret webhook{}; ///< an address that often holds a token; empty: none
    QList<Notice::Kind> kinds{}; ///< empty: all

    [[nodiscard]] bool isEmpty() const { return command.isEmpty() && webhook.isEmpty(); }
    [[nodiscard]] bool wants(Notice::Kind kind) const
    {
        return kinds.isEmpty() || kinds.contains(kind);
    }
};

/// $XDG_CONFIG_HOME/whimbrel/notices.json
[[nodiscard]] QString noticeSettingsPath();

/// What the file says about an environment; nothing if there is no file or it says nothing. The
/// error names what is not as it should be: a file with webhooks that others may read is refused.
[[nodiscard]] Result<NoticeSettings> readNoticeSettings(
    const QString& path, const QString& environment);

/// The address without what may be a secret: scheme and host.
[[nodiscard]] QString shownWebhook(const Secret& webhook);

} // namespace whimbrel
