// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QTextStream>

#include <cstddef>
#include <cstdint>

// Stands in for libFuzzer: gives every file below the named folders to the target, whole and cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const QByteArray& bytes)
{
    static_cast<void>(
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.constData()),
            static_cast<std::size_t>(bytes.size())));
}

} // namespace

int main(int argc, char** argv)
{
    constexpr qsizetype cuts = 16;
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        QDirIterator walk(
            QString::fromLocal8Bit(argv[i]), QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            if (!file.open(QIODevice::ReadOnly)) {
                QTextStream(stderr) << file.fileName() << " cannot be read\n";
                return 1;
            }
            const QByteArray bytes = file.readAll();
            run(bytes);
            for (qsizetype cut = 1; cut < cuts; ++cut) {
                run(bytes.first(bytes.size() * cut / cuts));
            }
            ++files;
        }
    }
    QTextStream(stdout) << files << " files\n";
    return files > 0 ? 0 : 1;
}
