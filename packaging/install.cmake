# What `cmake --install` and the Debian package put where.
include(GNUInstallDirs)
install(TARGETS whimbrel whimbrel-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES packaging/io.github.whimbrel.Whimbrel.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES packaging/io.github.whimbrel.Whimbrel.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES packaging/whimbrel-mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages)
install(FILES resources/schema/whimbrel-plan.schema.json resources/schema/whimbrel-rehearsals.schema.json
    resources/schema/whimbrel-run-report.schema.json resources/schema/whimbrel-preflight.schema.json
    DESTINATION ${CMAKE_INSTALL_DATADIR}/whimbrel)
install(FILES packaging/man/whimbrel.1 packaging/man/whimbrel-cli.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES packaging/whimbrel.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps
    RENAME io.github.whimbrel.Whimbrel.svg)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME whimbrel)
set(CPACK_PACKAGE_CONTACT "Whimbrel contributors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Draw, check and run zero-downtime database migrations")
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-sqlite, libqt6sql6-psql, libqt6sql6-mysql, fonts-inter, fonts-jetbrains-mono, qt6-qpa-plugins")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
include(CPack)
