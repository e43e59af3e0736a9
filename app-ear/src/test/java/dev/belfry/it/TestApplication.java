package dev.belfry.it;

import java.io.File;
import java.nio.file.Path;
import java.util.Objects;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The EAR's libraries around a web module that holds a test. */
final class TestApplication {

    private TestApplication() {}

    static EnterpriseArchive with(Class<?> test) {
        var web = ShrinkWrap.create(WebArchive.class, "test.war")
                .addClasses(test, TestApplication.class, AnnouncedChanges.class, Work.class, ArquillianServer.class)
                .addAsWebInfResource(
                        new StringAsset("<beans version='4.1' bean-discovery-mode='annotated'/>"), "beans.xml");
        var application = ShrinkWrap.create(EnterpriseArchive.class, "test.ear").addAsModule(web);
        for (var library :
                Objects.requireNonNull(Path.of("target/belfry/lib").toFile().listFiles(File::isFile))) {
            application.addAsLibrary(library);
        }
        return application;
    }
}
